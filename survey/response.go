package survey

import (
	"slices"
	"time"
)

// Channel (kênh) is the way by which a response came. Its number is stored.
type Channel int8

// The channels of the contract. All but QR and Link need a credential.
const (
	ChannelQR       Channel = 1 // quét mã
	ChannelLink     Channel = 2 // đường dẫn
	ChannelSlip     Channel = 3 // phiếu một lần
	ChannelKiosk    Channel = 4 // máy tính bảng
	ChannelPaper    Channel = 5 // phiếu giấy
	ChannelAssisted Channel = 6 // có người giúp
	ChannelImport   Channel = 7 // nhập từ tệp
)

var channelNames = []string{"", "qr", "link", "slip", "kiosk", "paper", "assisted", "import"}

// String is the channel's name on the surfaces.
func (c Channel) String() string { return channelNames[c] }

// Open tells whether anybody may use the channel without a credential.
func (c Channel) Open() bool { return c == ChannelQR || c == ChannelLink }

// ParseChannel reads a channel's name.
func ParseChannel(s string) (Channel, error) {
	if i := slices.Index(channelNames, s); i > 0 {
		return Channel(i), nil
	}
	return 0, Fail(Invalid, "response.channel", Args{"value": clip(s)}).At("channel")
}

// Stage is what the person came for today; 0 where nothing was said. Its number is stored.
type Stage int8

// The stages of the contract.
const (
	StageNone         Stage = 0
	StageSubmitted    Stage = 1 // nộp hồ sơ
	StageSupplemented Stage = 2 // bổ sung
	StageReceived     Stage = 3 // nhận kết quả
	StageRefused      Stage = 4 // bị từ chối
	StageOther        Stage = 5 // khác
)

var stageNames = []string{"", "submitted", "supplemented", "received", "refused", "other"}

// Stages are those that a person can choose, in the order of the page.
var Stages = []Stage{StageSubmitted, StageSupplemented, StageReceived, StageRefused, StageOther}

// String is the stage's name on the surfaces, empty for none.
func (s Stage) String() string { return stageNames[s] }

// ParseStage reads a stage's name; empty is StageNone.
func ParseStage(s string) (Stage, error) {
	if i := slices.Index(stageNames, s); i >= 0 {
		return Stage(i), nil
	}
	return 0, Fail(Invalid, "response.stage", Args{"value": clip(s)}).At("stage")
}

// Status says whether a stored response is valid, and if not, why. Its number is stored.
type Status int8

// The statuses; only StatusValid is counted.
const (
	StatusValid Status = 1
	StatusLate  Status = 2 // in the period by its own time, received after AcceptUntil
	StatusEmpty Status = 3 // no answered question that counts: overall or comment only
)

// Levels are the answers of one response, one character per question in the
// form's order: 1–5, x not applicable, - empty. A missing answer is never stored
// as anything else.
type Levels string

// The characters of Levels that are no level.
const (
	LevelNotApplicable = 'x'
	LevelEmpty         = '-'
)

// Response (phiếu trả lời) is one stored ballot. It is never changed or deleted.
type Response struct {
	Receipt       Receipt
	Counter       CounterID
	Plan          PlanID
	Questionnaire QuestionnaireID
	AnsweredAt    time.Time // UTC, microseconds
	ReceivedAt    time.Time // UTC, microseconds
	Day           Day       // local day of AnsweredAt
	Channel       Channel
	Stage         Stage
	Levels        Levels
	Status        Status
	Comment       string // kept apart from the row, empty for none
	Tally         Tally  // what it adds to the roll-ups
}

// SameAnswers tells whether o, under the same receipt, says the same. The comment
// and the times are not compared.
func (r *Response) SameAnswers(o *Response) bool {
	return r.Counter == o.Counter && r.Questionnaire == o.Questionnaire &&
		r.Levels == o.Levels && r.Stage == o.Stage
}

// Count gives the sums and the factors' shares of levels answered on q: satisfied
// is 4 or 5, "Bình thường" is given and not satisfied, missing is in neither.
func (l Levels) Count(q *Questionnaire) (Sums, [MaxFactors]Share) {
	var factors [MaxFactors]Share
	var y, m int64
	for i := range q.Questions {
		level := l[i]
		if !q.Questions[i].Counts || level < '1' || level > '5' {
			continue
		}
		share := &factors[q.FactorIndex(q.Questions[i].Factor)]
		m, share.Given = m+1, share.Given+1
		if level >= '4' {
			y, share.Satisfied = y+1, share.Satisfied+1
		}
	}
	return SumsOf(y, m), factors
}

// TallyOf is what a response with these values adds to the roll-ups of agency.
func TallyOf(r *Response, agency AgencyID, q *Questionnaire) Tally {
	t := Tally{
		TallyKey: TallyKey{
			Counter: r.Counter, Agency: agency, Plan: r.Plan, Questionnaire: r.Questionnaire,
			Month: r.Day.Month(), Channel: r.Channel,
		},
		Received: 1,
	}
	switch r.Status {
	case StatusLate:
		t.Late = 1
	case StatusValid:
		t.Sums, t.Factors = r.Levels.Count(q)
	}
	return t
}

// clip keeps what a person typed short where an error repeats it.
func clip(s string) string {
	runes := []rune(s)
	if len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return s
}
