#!/bin/sh
# Installs what the project needs and the machine lacks, where it may; says what
# is missing, and how to get it, where it may not.
#
#   tools/setup.sh run     what building and running need: Go
#   tools/setup.sh test    that, and what the tests need: PostgreSQL's programs,
#                          Chromium, a QR reader, poppler (PDF), fonts, a C compiler,
#                          nginx (a proxy before several instances), LibreOffice
#                          (to read the documents as an office does)
set -eu
cd "$(dirname "$0")/.."

purpose=${1:-test}
case $purpose in
run | test) ;;
*)
	echo "usage: $0 [run|test]" >&2
	exit 2
	;;
esac

has() { command -v "$1" >/dev/null 2>&1; }

# --- Go ----------------------------------------------------------------------

wanted=$(sed -n 's/^go //p' go.mod)

# A Go of 1.21 or later fetches the version that go.mod asks for, unless
# GOTOOLCHAIN forbids it: so ask Go itself, here.
go_is_right() {
	has go || return 1
	version=$(go env GOVERSION 2>/dev/null) || return 1
	version=${version#go}
	major=${version%%.*}
	minor=${version#*.}
	minor=${minor%%[!0-9]*}
	wanted_minor=${wanted#*.}
	[ "$major" = "${wanted%%.*}" ] && [ "${minor:-0}" -ge "${wanted_minor%%.*}" ]
}

if ! go_is_right; then
	{
		echo "Go $wanted or later is needed; found: $(go version 2>/dev/null || echo none)."
		echo "Get it from https://go.dev/dl/ (unpack to /usr/local/go, put /usr/local/go/bin into PATH)."
		if has brew; then echo "Or: brew install go"; fi
		if has pacman; then echo "Or: pacman -S go"; fi
	} >&2
	exit 1
fi
[ "$purpose" = test ] || exit 0

# --- What the tests need -----------------------------------------------------

has_postgresql() {
	if has initdb && has postgres; then return 0; fi
	for folder in /usr/lib/postgresql/*/bin; do
		if [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ]; then return 0; fi
	done
	return 1
}

has_chromium() {
	has chromium || has chromium-browser || has google-chrome ||
		[ -x "/Applications/Chromium.app/Contents/MacOS/Chromium" ] ||
		[ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ]
}

# Vietnamese is drawn wrongly, not left out, where no font has its letters.
has_fonts() {
	for file in /usr/share/fonts/truetype/noto/NotoSans-Regular.ttf \
		/usr/share/fonts/noto/NotoSans-Regular.ttf; do
		if [ -e "$file" ]; then return 0; fi
	done
	[ "$(uname)" = Darwin ] || { has fc-list && [ -n "$(fc-list :lang=vi family 2>/dev/null)" ]; }
}

# Debian keeps it where only root looks.
has_nginx() { has nginx || [ -x /usr/sbin/nginx ]; }

# has_office writer|calc: a part of LibreOffice, beside its soffice.
has_office() {
	[ ! -x /Applications/LibreOffice.app/Contents/MacOS/soffice ] || return 0
	has soffice || return 1
	case $1 in
	writer) library=libswlo ;;
	calc) library=libsclo ;;
	esac
	program=$(readlink -f "$(command -v soffice)")
	for folder in "${program%/*}" /usr/lib/libreoffice/program /usr/lib64/libreoffice/program; do
		if [ -e "$folder/$library.so" ]; then return 0; fi
	done
	return 1
}

# The tests of a full disk mount a small one of their own, seen by nobody else.
has_namespaces() {
	[ "$(uname)" != Linux ] || unshare --mount true 2>/dev/null || unshare --user --map-root-user --mount true 2>/dev/null
}

# The race detector links with C: a compiler without headers is not enough.
has_cc() {
	has "${CC:-gcc}" && echo '#include <stdlib.h>' | "${CC:-gcc}" -E - >/dev/null 2>&1
}

missing=
look() {
	missing=
	has_postgresql || missing="$missing postgresql"
	has_chromium || missing="$missing chromium"
	has zbarimg || missing="$missing zbar"
	{ has pdftoppm && has pdftotext; } || missing="$missing poppler"
	has_fonts || missing="$missing fonts"
	has_cc || missing="$missing cc"
	has_nginx || missing="$missing nginx"
	has_office writer || missing="$missing writer"
	has_office calc || missing="$missing calc"
}

# packages apt|dnf|pacman|brew: the names there of what is missing.
packages() {
	for need in $missing; do
		case $1-$need in
		apt-zbar) echo zbar-tools ;;
		apt-poppler | dnf-poppler) echo poppler-utils ;;
		apt-fonts) echo fonts-noto-core ;;
		apt-cc) echo gcc libc6-dev ;;
		apt-nginx) echo nginx-light ;;
		apt-writer | apt-calc) echo "libreoffice-$need-nogui" ;;
		dnf-writer | dnf-calc) echo "libreoffice-$need" ;;
		pacman-writer) echo libreoffice-still ;;
		brew-writer) echo "--cask libreoffice" ;;
		pacman-calc | brew-calc) ;;
		dnf-postgresql) echo postgresql-server ;;
		dnf-fonts) echo google-noto-sans-fonts ;;
		dnf-cc) echo gcc glibc-devel ;;
		pacman-fonts) echo noto-fonts ;;
		pacman-cc) echo gcc ;;
		brew-cc) echo gcc ;;
		brew-fonts) ;;
		*) echo "$need" ;;
		esac
	done | tr '\n' ' '
}

as_root() {
	if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# Debian's server package makes a database cluster and starts it on the default
# port. The tests start servers of their own, so it is told not to, as long as
# this takes; what the machine's owner has set is left as it is.
no_cluster=/etc/postgresql-common/createcluster.d/hailong-setup.conf

# Nor may a package start its service meanwhile, as nginx would on port 80. Where
# the machine's owner has a policy of their own, that one stands.
no_service=/usr/sbin/policy-rc.d
our_policy=

install_with_apt() {
	trap 'as_root rm -f "$no_cluster" $our_policy' EXIT
	trap 'exit 1' HUP INT TERM
	as_root mkdir -p "${no_cluster%/*}"
	echo "create_main_cluster = false" | as_root tee "$no_cluster" >/dev/null
	if [ ! -e "$no_service" ]; then
		our_policy=$no_service
		printf '#!/bin/sh\nexit 101\n' | as_root tee "$no_service" >/dev/null
		as_root chmod 755 "$no_service"
	fi
	as_root apt-get -q -o DPkg::Lock::Timeout=300 update
	# shellcheck disable=SC2046 # one word per package
	as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 \
		install --no-install-recommends $(packages apt) || return
	# Not at the next start of the machine either, if it came just now.
	case $missing in
	*nginx*) if has systemctl; then as_root systemctl disable nginx || true; fi ;;
	esac
}

look
if [ -n "$missing" ] && has apt-get && as_root true 2>/dev/null; then
	echo "Installing what the tests need:$missing"
	install_with_apt >&2 || echo "apt-get could not install everything." >&2
	look
fi
if [ -n "$missing" ]; then
	{
		echo "The tests need what is missing here:$missing. Install it with one of:"
		echo "  apt-get install $(packages apt)"
		echo "  dnf install $(packages dnf)"
		echo "  pacman -S $(packages pacman)"
		echo "  brew install $(packages brew)"
		case $missing in
		*chromium*) echo "(On Ubuntu chromium is a snap, which not every machine can run: google-chrome serves too.)" ;;
		esac
	} >&2
	exit 1
fi
if ! has_namespaces; then
	{
		echo "The tests of a full disk need a mount of their own. Run them as root, or allow user namespaces:"
		echo "  sysctl kernel.unprivileged_userns_clone=1 kernel.apparmor_restrict_unprivileged_userns=0"
	} >&2
	exit 1
fi
