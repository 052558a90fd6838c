/**
 * Puts a text on the clipboard. Pages that were not loaded over HTTPS have no clipboard to write to, but may copy what
 * is selected.
 * @returns whether it is there
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text);
  }
}

function copySelected(text: string): boolean {
  const field = Object.assign(document.createElement('textarea'), { value: text, className: 'spoken' });
  const focused = document.activeElement;
  document.body.append(field);
  field.select();
  // Deprecated, and the only way without HTTPS.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const copied = document.execCommand('copy');
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return copied;
}
