package frontend

import (
	"hailong/frontend/words"
	"hailong/survey"
)

// posterSay says a sentence of a poster, which is Vietnamese but for one line.
func posterSay(key string, args survey.Args) string {
	return tidy(words.Say(survey.Vietnamese, key, args))
}

// scanLine promises how long the answer takes, as the form itself does.
func scanLine(lang survey.Lang, seconds int) string {
	if seconds == 0 {
		return tidy(words.Say(lang, "poster.scan_any", nil))
	}
	return tidy(words.Say(lang, "poster.scan", survey.Args{"time": howLong(lang, seconds)}))
}
