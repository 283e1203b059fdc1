#!/usr/bin/env bash
# Measures a release binary; see README.md beside this file.
set -euo pipefail
binary=$(realpath "${1:?the path of a release binary}")
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
port=3790
base=http://localhost:$port
trap 'kill $(jobs -p) 2>/dev/null || true; wait 2>/dev/null; rm -rf "$work"' EXIT
cd "$work"

cargo build --quiet --release --manifest-path "$here/empty/Cargo.toml" --target-dir "${CARGO_TARGET_DIR:-$work/target}/bench"
empty=${CARGO_TARGET_DIR:-$work/target}/bench/release/empty

export LATCHKEY_SERVER_LISTEN=127.0.0.1:$port LATCHKEY_SERVER_PUBLIC_URL=$base LATCHKEY_LOG_LEVEL=warn
"$binary" migrate >/dev/null
began=$(date +%s%N)
taskset -c 0 "$binary" serve --demo >out.txt 2>&1 &
server=$!
until curl -fs "$base/readyz" >/dev/null; do sleep 0.01; done
echo "start to ready, with the demo's password hashed: $((($(date +%s%N) - began) / 1000000)) ms"
sleep 2
echo "idle memory: $(awk '/VmRSS/ {print $2 / 1024}' /proc/$server/status) MiB"

password=$(awk '/password/ {print $2}' out.txt)
send() { curl -fs -o /dev/null -b jar -c jar -H 'Sec-Fetch-Site: same-origin' -H 'Accept: text/html' "$@"; }
send "$base/sign-in"
send "$base/_fn/sign-in/begin" -d 'email=mara@fjordline.example&next=/'
send "$base/_fn/sign-in/finish" --data-urlencode "password=$password"
cookie=$(awk '$6 == "latchkey" {print $7}' jar)
token=$(curl -fs -b jar -H 'Sec-Fetch-Site: same-origin' "$base/_fn/tokens/create" \
    -d "name=bench&expires_in=7&read=true" | grep -o 'lk_pat_[0-9A-Za-z]\{36\}')

load() { taskset -c 1 wrk -t1 "-c$1" -d8s --latency -H "$2" "$3" | awk -v what="$4" '
    /50%/ {p50 = $2} /99%/ {p99 = $2} /Requests\/sec/ {rps = $2} /Non-2xx/ {bad = $0}
    END {printf "%-34s %9.0f requests/s   p50 %-9s p99 %-9s %s\n", what, rps, p50, p99, bad}'; }
load 1 "Cookie: latchkey=$cookie" "$base/account/profile" "profile page, one at a time"
load 16 "Cookie: latchkey=$cookie" "$base/account/profile" "profile page, 16 at once"
load 16 "Authorization: Bearer $token" "$base/api/v1/me" "GET /api/v1/me, 16 at once"
echo "memory after load: $(awk '/VmRSS/ {print $2 / 1024}' /proc/$server/status) MiB"
taskset -c 0 "$empty" 127.0.0.1:3791 &
sleep 0.5
load 16 "X: y" http://127.0.0.1:3791/ "an empty axum handler, 16 at once"
