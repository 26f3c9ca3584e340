package frontend

import (
	"strconv"
	"strings"

	"hailong/frontend/document"
	"hailong/frontend/words"
	"hailong/scoring/edition"
	"hailong/survey"
)

// RankingProof is how an edition is taken away and checked.
type RankingProof struct {
	Rows    []RankingDownload
	Command string
	Hash    string // of the archive, in groups of four
	Key     Link   // the public key, with its hash; without address: there is none here
	Earlier string // hash of the key that signed, where that is another; in groups of four
	Older   []RankingOlder
	Method  string
}

// RankingDownload is a row of files.
type RankingDownload struct {
	Name, What string
	Files      []RankingSized
}

// RankingSized is a file with its size; empty where it is not known.
type RankingSized struct {
	Link
	Size string
}

// RankingOlder is an edition that was corrected since.
type RankingOlder struct {
	Page    Link
	About   string
	Archive string
}

func (w *rankingFrame) proof() RankingProof {
	e := w.ranking.Edition
	p := RankingProof{
		Command: "hailong verify " + RankingFile{"archive", "zip"}.Of(e), Hash: inFours(e.ArchiveHash),
		Method: w.methodOf(e.Kind),
	}
	p.key(w.ranking.Keys)
	for _, files := range RankingFiles {
		if row := w.download(files); len(row.Files) > 0 {
			p.Rows = append(p.Rows, row)
		}
	}
	for i := range w.ranking.Versions {
		if old := &w.ranking.Versions[i]; old.Number != e.Number && i > 0 {
			p.Older = append(p.Older, w.older(old))
		}
	}
	return p
}

// key says which key the archive is checked with: the present one, unless another signed it.
func (p *RankingProof) key(keys RankingKeys) {
	if keys.Present == "" {
		return
	}
	p.Key = Link{Text: inFours(keys.Present), URL: "/editions/key"}
	if keys.Signed != keys.Present {
		p.Earlier = inFours(keys.Signed)
		return
	}
	p.Command += " --key khoa-cua-tinh.pem"
}

// methodOf leads to the page that explains the figures of an edition.
func (w *rankingFrame) methodOf(kind edition.Kind) string {
	if kind == edition.Satisfaction {
		return w.MethodLink()
	}
	return w.MethodIndexLink()
}

func (w *rankingFrame) older(e *edition.Edition) RankingOlder {
	return RankingOlder{
		Page:    Link{Text: e.Subject(), URL: w.rankingLink(e, false)},
		About:   w.say("ranking.by_decision", survey.Args{"decision": e.Decision, "day": e.DecidedOn}),
		Archive: editionPath(e, RankingFile{"archive", "zip"}),
	}
}

func editionPath(e *edition.Edition, file RankingFile) string { return "/editions/" + file.Of(e) }

func (w *rankingFrame) download(files []RankingFile) RankingDownload {
	word := "ranking.file_" + files[0].Key
	if files[0].Key == "annex" {
		word += "_" + files[0].Ending
	}
	if w.ranking.Edition.Kind == edition.Satisfaction && words.Has(word+"_satisfaction") {
		word += "_satisfaction"
	}
	row := RankingDownload{Name: w.say(word, nil)}
	if words.Has(word + "_what") {
		row.What = w.say(word+"_what", nil)
	}
	for _, file := range files {
		if !file.frozen() && document.Find(w.ranking.Content, file.Key, file.Ending) == nil {
			continue
		}
		row.Files = append(row.Files, RankingSized{
			Link: Link{Text: strings.ToUpper(file.Ending), URL: editionPath(w.ranking.Edition, file)},
			Size: w.size(w.ranking.Sizes[file.Of(w.ranking.Edition)]),
		})
	}
	return row
}

// size writes a file's size as people do: 212 KB, 1,3 MB.
func (f Frame) size(bytes int) string {
	switch {
	case bytes <= 0:
		return ""
	case bytes < 1_000_000:
		return strconv.Itoa(max(1, (bytes+500)/1000)) + " KB"
	}
	return words.Point(f.Lang, strconv.FormatFloat(float64(bytes)/1e6, 'f', 1, 64)) + " MB"
}

// inFours writes a hash so that two can be compared by eye.
func inFours(hash string) string {
	var b strings.Builder
	for i, c := range hash {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(c)
	}
	return b.String()
}
