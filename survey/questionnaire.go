package survey

import (
	"fmt"
	"strconv"
)

// MaxFactors bounds the factors of a questionnaire: a tally keeps two numbers
// for each of them in one wide row.
const MaxFactors = 8

// MaxQuestions bounds the questions of a questionnaire: nobody answers more on a
// phone, and the page has to fit.
const MaxQuestions = 60

// Questionnaire (phiếu khảo sát) is one version of a form. It is never changed
// once stored; a changed copy is a new version.
type Questionnaire struct {
	ID        QuestionnaireID
	Code      string
	Version   int
	Name      Text
	Seconds   int // how long it takes to answer, as promised on the page
	Factors   []Factor
	Questions []Question // in the form's order, which is the order of Levels
}

// Factor (yếu tố) is a group of questions with a score of its own.
type Factor struct {
	Code  string
	Name  Text
	Short Text // for narrow tables
}

// Question (câu hỏi) is answered on the five-level scale of QĐ 1001/QĐ-BNV 2023.
type Question struct {
	Code          string
	Factor        string // code of its Factor; empty where it belongs to none
	Counts        bool   // whether it enters the score; the overall question never does
	Text          Text
	Hint          Text
	NotApplicable Text // the named answer beside the scale, stored as missing; empty: none
}

// Ref names a version, short@1.
func (q *Questionnaire) Ref() string { return q.Code + "@" + strconv.Itoa(q.Version) }

// FactorIndex is the place of a factor in Factors, -1 where it is none of them.
func (q *Questionnaire) FactorIndex(code string) int {
	for i := range q.Factors {
		if q.Factors[i].Code == code {
			return i
		}
	}
	return -1
}

// Question finds a question by its code, nil where there is none.
func (q *Questionnaire) Question(code string) *Question {
	if i := q.place(code); i >= 0 {
		return &q.Questions[i]
	}
	return nil
}

// place is a question's place in the form's order, -1 where there is none of that code.
func (q *Questionnaire) place(code string) int {
	for i := range q.Questions {
		if q.Questions[i].Code == code {
			return i
		}
	}
	return -1
}

// CountingQuestions is how many questions of a factor enter its score.
func (q *Questionnaire) CountingQuestions(factor string) int {
	n := 0
	for i := range q.Questions {
		if q.Questions[i].Counts && q.Questions[i].Factor == factor {
			n++
		}
	}
	return n
}

// Check tells what makes the questionnaire unusable: it is run before one is
// stored, so that nothing later has to doubt it.
func (q *Questionnaire) Check() error {
	if len(q.Factors) > MaxFactors {
		return fmt.Errorf("questionnaire %s: %d factors, at most %d", q.Ref(), len(q.Factors), MaxFactors)
	}
	codes, counting := map[string]bool{}, 0
	for _, question := range q.Questions {
		if codes[question.Code] || question.Code == "" || question.Text.VI == "" {
			return fmt.Errorf("questionnaire %s: question %q is empty or twice there", q.Ref(), question.Code)
		}
		codes[question.Code] = true
		if question.Counts {
			counting++
		}
		if question.Counts && q.FactorIndex(question.Factor) < 0 {
			return fmt.Errorf("questionnaire %s: question %s counts without a known factor", q.Ref(), question.Code)
		}
	}
	if counting == 0 {
		return fmt.Errorf("questionnaire %s: no question counts", q.Ref())
	}
	return nil
}
