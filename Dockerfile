# What is shipped: Node, the packages of production, and dist. docs/deploying.md says how to run it.

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY ui/package.json ui/
RUN npm ci --ignore-scripts
COPY tsconfig.json ./
COPY src src
COPY ui ui
COPY scripts/production-packages.mjs scripts/
RUN npm run build && node scripts/production-packages.mjs --prune

FROM node:24-bookworm-slim
LABEL org.opencontainers.image.title="eventstreams" \
      org.opencontainers.image.description="Kafka topics on the public web, as Server-Sent Events or newline-delimited JSON" \
      org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY LICENSE package.json ./
# A number, so that Kubernetes can see that it is not root.
USER 1000:1000
EXPOSE 8888
# Asks the port that EVENTSTREAMS_CONFIG says; Kubernetes has probes of its own instead.
HEALTHCHECK --interval=15s --timeout=5s --start-period=10s CMD ["node", "dist/commands/health-check.js"]
# Node itself is process 1, and gets the signals.
CMD ["node", "dist/main.js"]
