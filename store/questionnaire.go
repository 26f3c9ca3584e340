package store

import (
	"context"

	"hailong/survey"
)

type questionnaireRow struct {
	ID      survey.QuestionnaireID `gorm:"primaryKey"`
	Code    string
	Version int
	NameVI  string `gorm:"column:name_vi"`
	NameEN  string `gorm:"column:name_en"`
	Seconds int
}

func (questionnaireRow) TableName() string { return "questionnaire" }

func (r questionnaireRow) domain() survey.Questionnaire {
	return survey.Questionnaire{
		ID: r.ID, Code: r.Code, Version: r.Version,
		Name: survey.Text{VI: r.NameVI, EN: r.NameEN}, Seconds: r.Seconds,
	}
}

type factorRow struct {
	QuestionnaireID survey.QuestionnaireID `gorm:"primaryKey"`
	Position        int                    `gorm:"primaryKey"`
	Code            string
	NameVI          string `gorm:"column:name_vi"`
	NameEN          string `gorm:"column:name_en"`
	ShortVI         string `gorm:"column:short_vi"`
	ShortEN         string `gorm:"column:short_en"`
}

func (factorRow) TableName() string { return "factor" }

func (r factorRow) domain() factorRow { return r }

func (r factorRow) factor() survey.Factor {
	return survey.Factor{
		Code:  r.Code,
		Name:  survey.Text{VI: r.NameVI, EN: r.NameEN},
		Short: survey.Text{VI: r.ShortVI, EN: r.ShortEN},
	}
}

type questionRow struct {
	QuestionnaireID survey.QuestionnaireID `gorm:"primaryKey"`
	Position        int                    `gorm:"primaryKey"`
	Code            string
	Factor          string
	Counts          bool
	TextVI          string `gorm:"column:text_vi"`
	TextEN          string `gorm:"column:text_en"`
	HintVI          string `gorm:"column:hint_vi"`
	HintEN          string `gorm:"column:hint_en"`
	NaVI            string `gorm:"column:na_vi"`
	NaEN            string `gorm:"column:na_en"`
}

func (questionRow) TableName() string { return "question" }

func (r questionRow) domain() questionRow { return r }

func (r questionRow) question() survey.Question {
	return survey.Question{
		Code: r.Code, Factor: r.Factor, Counts: r.Counts,
		Text:          survey.Text{VI: r.TextVI, EN: r.TextEN},
		Hint:          survey.Text{VI: r.HintVI, EN: r.HintEN},
		NotApplicable: survey.Text{VI: r.NaVI, EN: r.NaEN},
	}
}

func (db *DB) readQuestionnaires(ctx context.Context, c *survey.Catalogue) (err error) {
	c.Questionnaires, err = list[questionnaireRow](ctx, db, "SELECT * FROM questionnaire ORDER BY code, version")
	if err != nil {
		return err
	}
	factors, err := list[factorRow](ctx, db, "SELECT * FROM factor ORDER BY questionnaire_id, position")
	if err != nil {
		return err
	}
	questions, err := list[questionRow](ctx, db, "SELECT * FROM question ORDER BY questionnaire_id, position")
	if err != nil {
		return err
	}
	place := make(map[survey.QuestionnaireID]*survey.Questionnaire, len(c.Questionnaires))
	for i := range c.Questionnaires {
		place[c.Questionnaires[i].ID] = &c.Questionnaires[i]
	}
	for _, r := range factors {
		q, err := parent(place, r.QuestionnaireID, "factor", "questionnaire")
		if err != nil {
			return err
		}
		q.Factors = append(q.Factors, r.factor())
	}
	for _, r := range questions {
		q, err := parent(place, r.QuestionnaireID, "question", "questionnaire")
		if err != nil {
			return err
		}
		q.Questions = append(q.Questions, r.question())
	}
	return nil
}

// AddQuestionnaire adds a version with its factors and questions.
func (db *DB) AddQuestionnaire(ctx context.Context, q survey.Questionnaire) error {
	tx := db.conn(ctx)
	r := questionnaireRow{
		Code: q.Code, Version: q.Version, NameVI: q.Name.VI, NameEN: q.Name.EN, Seconds: q.Seconds,
	}
	if err := tx.Create(&r).Error; err != nil {
		return wrap(err, "add questionnaire %s", q.Ref())
	}
	factors := make([]factorRow, len(q.Factors))
	for i, f := range q.Factors {
		factors[i] = factorRow{r.ID, i + 1, f.Code, f.Name.VI, f.Name.EN, f.Short.VI, f.Short.EN}
	}
	questions := make([]questionRow, len(q.Questions))
	for i, n := range q.Questions {
		questions[i] = questionRow{
			QuestionnaireID: r.ID, Position: i + 1, Code: n.Code, Factor: n.Factor, Counts: n.Counts,
			TextVI: n.Text.VI, TextEN: n.Text.EN, HintVI: n.Hint.VI, HintEN: n.Hint.EN,
			NaVI: n.NotApplicable.VI, NaEN: n.NotApplicable.EN,
		}
	}
	if err := tx.Create(&factors).Error; err != nil {
		return wrap(err, "add factors of %s", q.Ref())
	}
	if err := tx.Create(&questions).Error; err != nil {
		return wrap(err, "add questions of %s", q.Ref())
	}
	return changed(ctx)
}
