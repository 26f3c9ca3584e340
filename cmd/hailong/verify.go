package main

import (
	"crypto/ed25519"
	"io"
	"os"
	"strings"
	"unicode"

	"hailong/frontend/words"
	"hailong/scoring/edition"
	"hailong/survey"
)

// verifyCommand needs neither a database nor any setting: whoever has the file can run it.
type verifyCommand struct {
	File string `arg:"" help:"FILE.zip: the archive of an edition."`
	Key  string `help:"FILE.pem: the province's public key, taken from elsewhere than the archive."`
}

// Run recomputes the archive and says what differs.
func (c *verifyCommand) Run(out io.Writer) error {
	key, err := c.key()
	if err != nil {
		return err
	}
	f, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	report, err := edition.Verify(f, info.Size(), key)
	if err != nil {
		return printable(err)
	}
	if len(report.Faults) > 0 {
		return sayFaults(out, verifyFaults(report.Faults).Err("verify.wrong"))
	}
	c.sayRight(out, report)
	return nil
}

func (c *verifyCommand) key() (ed25519.PublicKey, error) {
	if c.Key == "" {
		return nil, nil
	}
	text, err := os.ReadFile(c.Key)
	if err != nil {
		return nil, err
	}
	return edition.ParseKey(text)
}

func (c *verifyCommand) sayRight(out io.Writer, r *edition.Report) {
	say(out, "verify.whole", survey.Args{"file": c.File, "files": r.Files, "figures": r.Figures})
	of := edition.Edition{
		Kind: r.Content.Kind, Family: r.Content.Family, Year: r.Content.Year, Number: r.Content.Number,
	}
	say(out, "verify.edition", survey.Args{
		"subject": shownText(of.Subject()), "day": survey.Day(r.Content.ClosedOn), "hash": r.Hash,
	})
	if r.Decision == nil {
		say(out, "verify.draft", nil)
	} else {
		say(out, "verify.decision", survey.Args{
			"decision": shownText(r.Decision.Number), "day": survey.Day(r.Decision.Day),
		})
	}
	if r.Known {
		say(out, "verify.signed_by", survey.Args{"key": c.Key})
		return
	}
	say(out, "verify.signed_inside", nil)
}

// verifyFaults are the differences with the figures' names in the language spoken.
func verifyFaults(faults survey.Mistakes) survey.Mistakes {
	said := make(survey.Mistakes, len(faults))
	for i, fault := range faults {
		said[i] = shownError(fault)
		if what, ok := fault.Args["what"].(string); ok && words.Has("verify.what."+what) {
			said[i].Args["what"] = words.Say(language(), "verify.what."+what, nil)
		}
	}
	return said
}

// printable keeps what a made-up file says from speaking to the terminal.
func printable(err error) error {
	if e, ok := err.(*survey.Error); ok { //nolint:errorlint // it is the outermost one that is said
		return shownError(e)
	}
	return err
}

func shownError(e *survey.Error) *survey.Error {
	shown := *e
	shown.Args = survey.Args{}
	for name, value := range e.Args {
		if text, ok := value.(string); ok {
			value = shownText(text)
		}
		shown.Args[name] = value
	}
	return &shown
}

func shownText(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return '?'
		}
		return r
	}, text)
}
