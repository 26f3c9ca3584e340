package edition

import (
	"errors"

	"hailong/survey"
)

// misfitError says where facts do not belong together.
type misfitError struct {
	where        string
	agency, leaf string // codes; empty where it is no agency's, or no leaf's
}

// Error is for whoever checks a file from elsewhere.
func (e *misfitError) Error() string {
	text := errForm.Error() + ": "
	if e.agency != "" {
		text += "agency " + e.agency + ", "
	}
	if e.leaf != "" {
		text += "leaf " + e.leaf + ", "
	}
	return text + e.where
}

func (e *misfitError) Unwrap() error { return errForm }

func misfit(where string) error { return &misfitError{where: where} }

// unfit says to people of which agency and leaf the facts are that no edition can have.
func unfit(err error) error {
	if err == nil {
		return nil
	}
	e, ok := errors.AsType[*misfitError](err)
	switch {
	case ok && e.leaf != "":
		args := survey.Args{"agency": e.agency, "leaf": e.leaf}
		return survey.Fail(survey.Conflict, "edition.unfit", args).Because(err)
	case ok && e.agency != "":
		return survey.Fail(survey.Conflict, "edition.unfit_agency", survey.Args{"agency": e.agency}).Because(err)
	}
	return survey.Fail(survey.Conflict, "edition.unfit_facts", survey.Args{"cause": err.Error()}).Because(err)
}
