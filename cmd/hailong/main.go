// Command hailong is the citizen-satisfaction service of a province: the commands,
// their settings, and the wiring of the rooms. The list of commands that stay put
// is in docs/contract.md.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"hailong/frontend/words"
	"hailong/migrations"
	"hailong/survey"
)

// version is set by the linker.
var version = "dev"

type commands struct {
	Demo         demoCommand         `cmd:"" help:"Serve a demonstration with simulated answers."`
	Serve        serveCommand        `cmd:"" help:"Serve."`
	Migrate      migrateCommand      `cmd:"" help:"Show what the schema lacks, and apply it."`
	Import       importCommand       `cmd:"" help:"Import a file, all or nothing."`
	Export       exportCommand       `cmd:"" help:"Write a table to a file that an import reads back."`
	Posters      postersCommand      `cmd:"" help:"Print A5 posters with the QR code of each counter, as a PDF."`
	ReplaceToken replaceTokenCommand `cmd:"" help:"Give counters new codes; the old ones stop working."`
	Figures      figuresCommand      `cmd:"" help:"Write a year's figures to a file, published or not."`
	Backup       backupCommand       `cmd:"" help:"Copy the database into a file while the service goes on, or say how (PostgreSQL)."`
	Recount      recountCommand      `cmd:"" help:"Rebuild the tallies from the responses and say what differed."`
	Fill         fillCommand         `cmd:"" hidden:"" help:"Fill an empty database with a simulated province, to measure with."`
	Archive      archiveCommand      `cmd:"" help:"Take a finished year's responses out of the database, or check such a file."`
	Edition      editionCommand      `cmd:"" help:"Close, publish and list the year's editions."`
	Verify       verifyCommand       `cmd:"" help:"Recompute an edition's archive and name what differs; needs no database."`
	Audit        auditCommand        `cmd:"" help:"The log of changes."`
	User         userCommand         `cmd:"" help:"Accounts of those who sign in."`
	Config       configCommand       `cmd:"" help:"Show the settings in force, secrets hidden."`
	Lang         string              `default:"vi" enum:"vi,en" env:"HAILONG_LANG" help:"Language of what commands say."`
	Version      kong.VersionFlag    `help:"Print the version."`
}

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run is main with its edges handed in; it gives the exit status: 0 done, 1 it
// failed, 2 the command line is wrong.
func run(args []string, out, errOut io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var cli commands
	exit := -1
	parser, err := kong.New(&cli,
		kong.Name("hailong"), kong.Description("Citizen satisfaction, from the QR code to the score."),
		kong.Writers(out, errOut), kong.Exit(func(code int) { exit = code }),
		kong.Vars{"version": version}, kong.BindTo(ctx, (*context.Context)(nil)),
		kong.BindTo(out, (*io.Writer)(nil)),
	)
	if err != nil {
		fmt.Fprintln(errOut, err)
		return 1
	}
	command, err := parser.Parse(args)
	if exit >= 0 {
		return exit // --help or --version has been said
	}
	if err != nil {
		fmt.Fprintln(errOut, "hailong:", err)
		return 2
	}
	spoken = survey.LangOf(cli.Lang)
	if err := command.Run(); err != nil {
		complain(errOut, language(), err)
		return 1
	}
	return 0
}

// spoken is the language of what commands say, set once by run.
var spoken = survey.Vietnamese

func language() survey.Lang { return spoken }

// complain says an error of a command with all its mistakes.
func complain(w io.Writer, lang survey.Lang, err error) {
	if schema, ok := errors.AsType[*migrations.SchemaError](err); ok {
		word := "schema.older"
		if schema.Newer() {
			word = "schema.newer"
		}
		fmt.Fprintln(w, words.Say(lang, word, survey.Args{"have": schema.Database, "want": schema.Program}))
		return
	}
	e, ok := errors.AsType[*survey.Error](err)
	if !ok || e.Kind == survey.Internal || e.Kind == survey.Unavailable {
		fmt.Fprintln(w, "hailong:", err)
		return
	}
	fmt.Fprintln(w, words.Sentence(lang, e))
	for i, cause := range e.Causes {
		if i == mostLines {
			fmt.Fprintln(w, words.Say(lang, "import.more_mistakes", survey.Args{"count": len(e.Causes) - mostLines}))
			break
		}
		fmt.Fprintln(w, "  "+mistake(lang, cause))
	}
}

// mistake says a single mistake, with its place where it is of a file.
func mistake(lang survey.Lang, cause *survey.Error) string {
	sentence := words.Sentence(lang, cause)
	if cause.Args["line"] == nil {
		return sentence
	}
	return words.Say(lang, "import.at", survey.Args{
		"sentence": sentence, "line": cause.Args["line"], "column": cause.Args["column"],
	})
}
