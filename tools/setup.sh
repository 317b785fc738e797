#!/usr/bin/env bash
# Makes a fresh Debian or Ubuntu machine ready for Seatrial's tests. Needs Node, Go and apt; asks for root only to install packages.
# Safe to run again: it does only what is missing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

NODE_NEEDED=20.18
GO_NEEDED=1.26
# The LLVM versions that are known to compile the network plugin's programs, best first.
LLVM_KNOWN=(19 21 20 18 17)
LLVM_OLDEST=17

main() {
  check_version Node "$NODE_NEEDED" "$(node --version 2>/dev/null || true)" 'Install Node 20 or newer: https://nodejs.org/en/download'
  check_version Go "$GO_NEEDED" "$(GOTOOLCHAIN=local go env GOVERSION 2>/dev/null || true)" \
    'Install it from https://go.dev/dl and put /usr/local/go/bin on the PATH.'
  install_apt_packages
  install_npm_packages
  step 'compiling TypeScript' npm run --silent build
  step 'building the programs of the embedded cluster with Go (minutes the first time, then cached)' \
    node_modules/.bin/tsx --conditions=@seatrial/source tools/build-programs.ts
  say 'ready'
}

check_version() { # name, needed, found, remedy
  local found="${3#v}"
  found="${found#go}"
  [[ -n "$found" ]] || fail "$1 is missing; version $2 or newer is needed. $4"
  [[ "$(printf '%s\n' "$2" "$found" | sort -V | head -n 1)" == "$2" ]] || fail "$1 $found is too old; version $2 or newer is needed. $4"
  say "$1 $found is there"
}

install_apt_packages() {
  local missing=()
  mapfile -t missing < <(missing_packages)
  if ((${#missing[@]} == 0)); then
    say 'all Debian packages are there'
    return
  fi
  command -v apt-get >/dev/null || fail "This machine has no apt-get. Install by its own means: ${missing[*]}"
  ((EUID == 0)) || fail "Packages are missing and installing them needs root: ${missing[*]}. Run the same command with sudo."
  step 'fetching the lists of Debian packages' apt-get update -qq
  local packages=() name llvm
  for name in "${missing[@]}"; do
    if [[ $name == llvm ]]; then
      llvm="$(llvm_version)"
      packages+=("clang-$llvm" "llvm-$llvm")
    else
      packages+=("$name")
    fi
  done
  local containerd_was_there=true
  [[ -e /usr/bin/containerd ]] || containerd_was_there=false
  forbid_service_starts
  step "installing ${packages[*]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
    apt-get install -y -qq --no-install-recommends -o Dpkg::Use-Pty=0 "${packages[@]}"
  allow_service_starts
  # Seatrial starts a containerd of its own; one that this script brought must not start with the machine.
  if [[ $containerd_was_there == false ]] && command -v systemctl >/dev/null; then systemctl disable --quiet containerd 2>/dev/null || true; fi
}

# A package is judged by its files: Docker's containerd.io, for example, also brings containerd, and conflicts with Debian's.
missing_packages() {
  any_file /usr/bin/containerd || echo containerd
  any_file /usr/sbin/runc /usr/bin/runc || echo runc
  any_file /usr/lib/cni/loopback /opt/cni/bin/loopback || echo containernetworking-plugins
  has_llvm || echo llvm
  [[ "$(dpkg-query --show --showformat='${db:Status-Status}' busybox-static 2>/dev/null || true)" == installed ]] || echo busybox-static
  any_file /usr/sbin/nft /usr/bin/nft || echo nftables
  any_file /usr/sbin/iptables /usr/bin/iptables || echo iptables
  any_file /usr/sbin/ip /usr/bin/ip /sbin/ip || echo iproute2
  any_file /usr/sbin/modprobe /usr/bin/modprobe /sbin/modprobe || echo kmod
  any_file /etc/ssl/certs/ca-certificates.crt || echo ca-certificates
  any_file /usr/bin/git || echo git
}

any_file() {
  local file
  for file in "$@"; do [[ -e "$file" ]] && return 0; done
  return 1
}

has_llvm() {
  local clang version
  for clang in /usr/lib/llvm-*/bin/clang; do
    version="${clang#/usr/lib/llvm-}"
    version="${version%%/*}"
    [[ $version =~ ^[0-9]+$ ]] && ((version >= LLVM_OLDEST)) && any_file "/usr/lib/llvm-$version/bin/llc" && return 0
  done
  return 1
}

# Prints the version of clang and llvm to install: the best known one that apt offers, else the newest.
llvm_version() {
  local version
  for version in "${LLVM_KNOWN[@]}" $(apt-cache pkgnames clang- | sed -n 's/^clang-\([0-9]\+\)$/\1/p' | sort -nr); do
    ((version >= LLVM_OLDEST)) || continue
    if apt-cache show "clang-$version" >/dev/null 2>&1 && apt-cache show "llvm-$version" >/dev/null 2>&1; then
      echo "$version"
      return
    fi
  done
  fail "apt offers no clang of version $LLVM_OLDEST or newer. Use Debian 12, Ubuntu 24.04 or newer, or add a source of packages from https://apt.llvm.org"
}

# Debian starts a service as it installs it, unless this file says no.
forbid_service_starts() {
  [[ ! -e /usr/sbin/policy-rc.d ]] || return 0
  trap allow_service_starts EXIT
  POLICY_IS_OURS=true
  printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
  chmod +x /usr/sbin/policy-rc.d
}

allow_service_starts() {
  [[ "${POLICY_IS_OURS:-}" == true ]] || return 0
  rm -f /usr/sbin/policy-rc.d
  POLICY_IS_OURS=false
}

install_npm_packages() {
  local installed=node_modules/.package-lock.json
  if [[ -e $installed && ! package-lock.json -nt $installed ]]; then
    say 'all npm packages are there'
    return
  fi
  step 'installing npm packages' npm ci --no-audit --no-fund --loglevel=warn
}

# Says what is done, does it, and lets only talk reach stderr, so that stdout stays free for results.
step() {
  say "$1"
  "${@:2}" >&2 || fail "failed: $1. The lines above say why."
}

say() {
  printf 'setup  %4d s  %s\n' "$SECONDS" "$1" >&2
}

fail() {
  printf 'setup  %s\n' "$1" >&2
  exit 1
}

main
