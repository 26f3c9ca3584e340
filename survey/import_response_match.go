package survey

import "time"

// match tells the rows of one counter that are stored already from the new ones. A
// new one at the very second of a stored one that the file no longer has is the same
// answer changed, in the file or by another mapping: it would be counted twice.
func (r *responseReader) match(rows []*importRow, stored []Response) {
	type second struct {
		form QuestionnaireID
		at   int64
	}
	left := make(map[Receipt]*Response, len(stored))
	for i := range stored {
		left[stored[i].Receipt] = &stored[i]
	}
	s := r.mapping.of(fieldAnsweredAt)
	for _, row := range rows {
		o := left[row.response.Receipt]
		if o == nil {
			continue
		}
		if row.same = o.SameAnswers(&row.response); !row.same {
			r.row = &Row{Line: row.line}
			r.Fail(s.name, "responses.conflict", Args{"value": o.Receipt})
		}
		delete(left, o.Receipt)
	}
	gone := map[second]bool{}
	for _, o := range left {
		gone[second{o.Questionnaire, o.AnsweredAt.UnixMicro()}] = true
	}
	r.coarser(rows, left)
	for _, row := range rows {
		at := row.response.AnsweredAt
		if !row.same && at.UnixMicro()%time.Minute.Microseconds() != 0 &&
			gone[second{row.response.Questionnaire, at.UnixMicro()}] {
			r.row = &Row{Line: row.line}
			r.Fail(s.name, "responses.changed", nil)
		}
	}
}

// coarser refuses rows that have lost their seconds, or their time of day, since they
// were imported: the same answers at the same counter within the same minute or day.
func (r *responseReader) coarser(rows []*importRow, left map[Receipt]*Response) {
	type moment struct {
		at     time.Time
		levels Levels
	}
	precise := map[moment]bool{}
	for _, o := range left {
		if minute := o.AnsweredAt.Truncate(time.Minute); !minute.Equal(o.AnsweredAt) {
			precise[moment{minute, o.Levels}] = true
			precise[moment{noonOf(o.Day, r.catalogue.Zone), o.Levels}] = true
		}
	}
	s := r.mapping.of(fieldAnsweredAt)
	for _, row := range rows {
		if !row.same && precise[moment{row.response.AnsweredAt, row.response.Levels}] {
			r.row = &Row{Line: row.line}
			r.Fail(s.name, "responses.coarser", nil)
		}
	}
}

// noonOf is the moment that stands for a day without a time.
func noonOf(d Day, zone *time.Location) time.Time {
	t := d.Time()
	return time.Date(t.Year(), t.Month(), t.Day(), 12, 0, 0, 0, zone).UTC()
}
