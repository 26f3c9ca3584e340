package main

import (
	"fmt"
	"testing"

	"hailong/frontend/words"
	"hailong/survey"
)

// An export has the words that the pages show; they differ in hyphens and capitals.
func TestImportsKnowTheWordsOfThePages(t *testing.T) {
	for _, lang := range survey.Languages {
		for i, text := range survey.LevelWords {
			same(t, text.In(lang), words.Say(lang, fmt.Sprintf("citizen.level.%d", i+1), nil))
		}
		for _, stage := range survey.Stages {
			same(t, survey.StageWords[stage].In(lang), words.Say(lang, "citizen.stage."+stage.String(), nil))
		}
	}
}

func same(t *testing.T, known, shown string) {
	t.Helper()
	if survey.FoldWord(known) != survey.FoldWord(shown) {
		t.Errorf("an import knows %q, the pages say %q", known, shown)
	}
}
