# Python on the server as a service, for a project whose functions have no workers (hosted Supabase). Set the functions'
# EXECUTOR_URL to its address, and put a proxy with TLS before it. It verifies tokens by the project's JWKS and holds no secret.
#
#   docker build -t eliza-python .
#   docker run --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges --memory 4g --pids-limit 256 \
#     -p 127.0.0.1:8000:8000 -e SUPABASE_URL=https://your-project.supabase.co \
#     -e SUPABASE_PUBLISHABLE_KEY=sb_publishable_… eliza-python

FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
# Python's files as browsers get them. Then Deno itself, because npm may not have run its install script.
RUN npx tsx dev/build/buildPythonFiles.ts \
  && node -e "require('deno/install_api.cjs').runInstall()" \
  && mkdir /out \
  && cp node_modules/deno/deno /out/deno \
  && npm prune --omit=dev \
  && rm -rf node_modules/deno node_modules/@deno node_modules/monaco-editor node_modules/browser-basedpyright \
  && cp -r --parents .cache/python contract lib node_modules package.json run server/deno supabase/functions /out

FROM debian:bookworm-slim
RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/* \
  && useradd --system --no-create-home --uid 10001 python
WORKDIR /app
COPY --from=build /out /app
# Deno caches its own code here, in memory. Scripts write nothing.
ENV DENO_DIR=/tmp/deno DENO_NO_UPDATE_CHECK=1 NO_COLOR=1 PORT=8000
USER python
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s \
  CMD ["/app/deno", "eval", "--no-lock", "if (!(await fetch(`http://127.0.0.1:${Deno.env.get('PORT')}/health`)).ok) Deno.exit(1)"]
ENTRYPOINT ["/app/deno", "run", "--quiet", "--no-prompt", "--no-remote", "--no-lock", "--node-modules-dir=manual", "--import-map=server/deno/importMap.json", "--unstable-worker-options", "--v8-flags=--max-old-space-size=8192", "--allow-net", "--allow-env", "--allow-read=/app/.cache/python,/app/contract,/app/lib,/app/node_modules,/app/package.json,/app/run,/app/server/deno,/app/supabase/functions", "supabase/functions/python-executor/service.ts"]
