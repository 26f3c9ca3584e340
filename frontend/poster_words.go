package frontend

import (
	"hailong/frontend/words"
	"hailong/survey"
)

// posterSay says a sentence of a poster, which is Vietnamese but for one line.
func posterSay(key string, args survey.Args) string {
	return tidy(words.Say(survey.Vietnamese, key, args))
}

// scanLine promises how long the answer takes, in seconds or, from a minute on, in
// whole minutes, as the form itself does.
func scanLine(lang survey.Lang, seconds int) string {
	if seconds == 0 {
		return tidy(words.Say(lang, "poster.scan_any", nil))
	}
	time := words.Say(lang, "form.seconds", survey.Args{"count": seconds})
	if seconds >= 60 {
		time = words.Say(lang, "form.minutes", survey.Args{"count": (seconds + 30) / 60})
	}
	return tidy(words.Say(lang, "poster.scan", survey.Args{"time": time}))
}
