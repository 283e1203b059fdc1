# A compiler for WebAssembly out of Debian's packages, unpacked into one folder:
# no root, no change to the system. $C is that folder, absolute and empty.
set -e
R=$C/R
mkdir -p "$R" "$C/debs" "$C/std/src" "$C/apt/lists/partial" "$C/apt/archives/partial"
A="-qq -o Dir::State=$C/apt -o Dir::State::status=/var/lib/dpkg/status -o Dir::Cache=$C/apt -o APT::Update::Error-Mode=any"
need() { apt-get $A install --print-uris --no-install-recommends "$@" | awk '{print $2}' | sed 's/_.*//'; }

apt-get $A update
N=$(need rustc-web | sed -n 's/^libllvm//p')
cd "$C/debs"
apt-get $A download $(need rustc-web rust-web-src rust-web-clippy "lld-$N")
for d in *.deb; do dpkg -x "$d" "$R"; done
cd "$C"
rm -r debs apt

LIB=$(dirname "$R"/usr/lib/*/librustc_driver-*.so)
for t in rustc cargo-clippy; do
    printf '#!/bin/sh\nLD_LIBRARY_PATH=%s exec %s "$@"\n' "$LIB" "$R/usr/bin/$t" >"$C/$t"
    chmod +x "$C/$t"
done
B=$R/usr/lib/rustlib/$("$C/rustc" -vV | sed -n 's/^host: //p')/bin
mkdir -p "$B"
ln -s "../../../../bin/lld-$N" "$B/rust-lld"

# The packages bring the standard library as source only. Without its bitcode
# the browser program could not be optimised as a whole.
cd "$C/std"
: >src/lib.rs
printf '[package]\nname="zzstd"\n[workspace]\n' >Cargo.toml
RUSTC=$C/rustc RUSTC_BOOTSTRAP=1 CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS=-Cembed-bitcode=yes \
    "$CARGO" build -q --offline --release --target wasm32-unknown-unknown --target-dir t \
    -Zbuild-std=std,panic_abort --config 'source.crates-io.replace-with="v"' \
    --config "source.v.directory='$R/usr/lib/rustlib/src/rust/library/vendor'"
L=$R/usr/lib/rustlib/wasm32-unknown-unknown/lib
mkdir -p "$L"
rm t/wasm32*/release/deps/libzzstd-*
cp t/wasm32*/release/deps/*.rlib "$L"
cd "$C"
rm -r std
