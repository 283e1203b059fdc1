#!/usr/bin/env bash
# Measures release binaries side by side; see README.md beside this file.
set -euo pipefail
[ $# -gt 0 ] || { echo "usage: $0 binary…   (the first is what the others are compared with)" >&2; exit 2; }
rounds=${ROUNDS:-3} seconds=${SECONDS_EACH:-5} first_port=${PORT:-3790}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; wait 2>/dev/null; rm -rf "$work"' EXIT
binaries=()
for binary in "$@"; do binaries+=("$(realpath "$binary")"); done

cargo build --quiet --release --manifest-path "$here/empty/Cargo.toml" --target-dir "${CARGO_TARGET_DIR:-$work/target}/bench"
empty=${CARGO_TARGET_DIR:-$work/target}/bench/release/empty

resident() { awk '/VmRSS/ {printf "%.1f", $2 / 1024}' "/proc/$1/status"; }
# wrk CONNECTIONS HEADER ADDRESS: requests per second and the median time
load() { taskset -c 1 wrk -t1 "-c$1" "-d${seconds}s" --latency -H "$2" "$3" | awk '
    /50%/ {p50 = $2} /Requests\/sec/ {rps = $2} /Non-2xx/ {bad = 1}
    END {if (bad || !rps) {print "answers that are no success" > "/dev/stderr"; exit 1} print rps, p50}'; }

declare -a servers bases cookies tokens
for i in "${!binaries[@]}"; do
    port=$((first_port + i)) base=http://localhost:$((first_port + i))
    mkdir "$work/$i" && cd "$work/$i"
    export LATCHKEY_SERVER_LISTEN=127.0.0.1:$port LATCHKEY_SERVER_PUBLIC_URL=$base LATCHKEY_LOG_LEVEL=warn
    "${binaries[$i]}" migrate >/dev/null
    began=$(date +%s%N)
    taskset -c 0 "${binaries[$i]}" serve --demo >out.txt 2>&1 &
    servers[i]=$!
    until curl -fs "$base/readyz" >/dev/null; do
        kill -0 "${servers[$i]}" 2>/dev/null || { cat out.txt >&2; exit 1; }
        sleep 0.01
    done
    took=$((($(date +%s%N) - began) / 1000000))
    sleep 3
    echo "$((i + 1)): ${binaries[$i]}"
    echo "   start to ready, with the demo's password hashed: $took ms; idle: $(resident "${servers[$i]}") MiB"

    password=$(awk '/password/ {print $2}' out.txt)
    send() { curl -fs -o /dev/null -b jar -c jar -H 'Sec-Fetch-Site: same-origin' -H 'Accept: text/html' "$@"; }
    send "$base/sign-in"
    send "$base/_fn/sign-in/begin" -d 'email=mara@fjordline.example&next=/'
    send "$base/_fn/sign-in/finish" --data-urlencode "password=$password"
    send "$base/_fn/tokens/create" -d "name=bench&expires_in=7&read=true"
    bases[i]=$base
    cookies[i]=$(awk '$6 == "latchkey" {print $7}' jar)
    # A plain form's token stands on the page that follows, once.
    tokens[i]=$(curl -fs -b jar "$base/account/tokens" | grep -o 'lk_pat_[0-9A-Za-z]\{36\}' | head -1)
done
cd "$work"
empty_port=$((first_port + ${#binaries[@]}))
taskset -c 0 "$empty" "127.0.0.1:$empty_port" &
sleep 0.5

# In turns, so that what else the machine does meets all of them alike.
for ((round = 0; round < rounds; round++)); do
    echo "empty 0 $(load 16 'X: y' "http://127.0.0.1:$empty_port/")" >>results
    for i in "${!binaries[@]}"; do
        echo "alone $i $(load 1 "Cookie: latchkey=${cookies[$i]}" "${bases[$i]}/account/profile")"
        echo "page $i $(load 16 "Cookie: latchkey=${cookies[$i]}" "${bases[$i]}/account/profile")"
        echo "me $i $(load 16 "Authorization: Bearer ${tokens[$i]}" "${bases[$i]}/api/v1/me")"
    done >>results
done

# The best round of each: noise only ever slows down.
awk -v count="${#binaries[@]}" '
    $3 > best[$1, $2] {best[$1, $2] = $3; p50[$1, $2] = $4}
    END {
        split("alone page me", kinds); split("profile page, one at a time|profile page, 16 at once|GET /api/v1/me, 16 at once", names, "|")
        empty = best["empty", 0]
        printf "%-28s   %9s  %-9s %9s  %s\n", "", "requests/s", "p50", "to empty", "to 1"
        for (k = 1; k <= 3; k++) for (i = 0; i < count; i++)
            printf "%-28s %d %9.0f  %-9s %9.4f  %.2f\n", names[k], i + 1, best[kinds[k], i], p50[kinds[k], i], best[kinds[k], i] / empty, best[kinds[k], i] / best[kinds[k], 0]
        printf "%-28s   %9.0f  %s\n", "an empty axum handler", empty, p50["empty", 0]
    }' results
for i in "${!binaries[@]}"; do echo "memory after load, $((i + 1)): $(resident "${servers[$i]}") MiB"; done
