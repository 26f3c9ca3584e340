#!/bin/sh
# Makes the fonts of this folder from Liberation Serif as Debian packages it: see README.md.
#
#   frontend/document/font/make.sh [FOLDER OF THE TTF FILES]
set -eu
cd "$(dirname "$0")"
source=${1:-/usr/share/fonts/truetype/liberation2}
export SOURCE_DATE_EPOCH=1627776000 # 1 August 2021, when 2.1.5 was made

letters=$(sed '/^#/d' letters.txt | paste -sd, -)
for style in Regular Bold Italic; do
	# Without hints and layout tables, which a PDF has no use for.
	pyftsubset "$source/LiberationSerif-$style.ttf" --unicodes="$letters" \
		--output-file="HaiLongSerif-$style.ttf" --no-hinting --layout-features='' \
		--drop-tables+=GSUB,GPOS,GDEF,DSIG,FFTM --name-IDs=0,1,2,3,4,5,6,13,14 --notdef-outline \
		--no-recalc-timestamp --ignore-missing-unicodes
	# The licence keeps the name Liberation for the whole font: a part has another.
	/usr/bin/python3 - "HaiLongSerif-$style.ttf" "$style" <<-'PYTHON'
		import sys
		from fontTools.ttLib import TTFont
		path, style = sys.argv[1:]
		font = TTFont(path, recalcTimestamp=False)
		names = {1: "Hai Long Serif", 2: style, 3: "Hai Long Serif " + style, 4: "Hai Long Serif " + style,
		         6: "HaiLongSerif-" + style}
		for record in font["name"].names:
		    if record.nameID in names:
		        record.string = names[record.nameID]
		font.save(path)
	PYTHON
done
