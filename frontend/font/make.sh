#!/bin/sh
# Makes the fonts of this folder from Noto Sans as Debian packages it: see README.md.
#
#   frontend/font/make.sh [FOLDER OF THE TTF FILES]
set -eu
cd "$(dirname "$0")"
source=${1:-/usr/share/fonts/truetype/noto}
export SOURCE_DATE_EPOCH=1608854400 # 25 December 2020, the date of the package

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# subset FAMILY WEIGHT CHARACTERS INTO: without hints and layout tables, which a PDF
# has no use for.
subset() {
	pyftsubset "$source/$1-$2.ttf" --unicodes="$3" --output-file="$4" \
		--no-hinting --layout-features='' --drop-tables+=GSUB,GPOS,GDEF,DSIG \
		--name-IDs=0,1,2,3,4,5,6,13,14 --notdef-outline --no-recalc-timestamp --ignore-missing-unicodes
}

letters=$(sed '/^#/d' letters.txt | paste -sd, -)
for weight in Regular Bold; do
	subset NotoSans $weight "$letters" "$work/letters.ttf"
	subset NotoSansMono $weight 2190-2193,2212,2264-2265 "$work/signs.ttf"
	pyftmerge --output-file="$work/merged.ttf" "$work/letters.ttf" "$work/signs.ttf"
	mv "$work/merged.ttf" "NotoSans-$weight.ttf"
done
