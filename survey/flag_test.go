package survey_test

import (
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"hailong/survey"
)

// ballots are valid responses of one counter, each so long after the one before.
func ballots(levels survey.Levels, channel survey.Channel, gaps ...time.Duration) []survey.Response {
	at := time.Date(2026, 3, 4, 2, 0, 0, 0, time.UTC)
	var list []survey.Response
	for i, gap := range gaps {
		at = at.Add(gap)
		r := survey.Response{
			Counter: 1, Plan: 1, Questionnaire: 1, AnsweredAt: at, Day: "2026-03-04", Channel: channel,
			Status: survey.StatusValid, Levels: levels,
		}
		binary.BigEndian.PutUint64(r.Receipt[8:], uint64(i))
		list = append(list, r)
	}
	return list
}

func gapsOf(n int, gap func(i int) time.Duration) []time.Duration {
	list := make([]time.Duration, n)
	for i := range list {
		list[i] = gap(i)
	}
	return list
}

// uneven are gaps as people come: from 20 seconds to a minute.
func uneven(i int) time.Duration { return time.Duration(20+(i*17)%41) * time.Second }

func TestRulesNoticeWhatTheySay(t *testing.T) {
	minute := func(int) time.Duration { return time.Minute }
	tests := []struct {
		name      string
		responses []survey.Response
		want      map[survey.FlagRule]int
	}{
		{"ten alike within ten minutes", ballots("55555-", survey.ChannelQR, gapsOf(10, uneven)...), map[survey.FlagRule]int{survey.Burst: 10}},
		{"nine", ballots("55555-", survey.ChannelQR, gapsOf(9, uneven)...), nil},
		{
			"ten within ten minutes to the second", ballots("55555-", survey.ChannelKiosk, gapsOf(10, func(i int) time.Duration {
				return []time.Duration{0, 10 * time.Minute}[i/9]
			})...),
			map[survey.FlagRule]int{survey.Burst: 10},
		},
		{
			"ten within ten minutes and a second", ballots("55555-", survey.ChannelKiosk, gapsOf(10, func(i int) time.Duration {
				return []time.Duration{0, 10*time.Minute + time.Second}[i/9]
			})...),
			nil,
		},
		{"a stack of paper that was typed", ballots("55555-", survey.ChannelPaper, gapsOf(40, minute)...), nil},
		{"a file without seconds", ballots("55555-", survey.ChannelImport, gapsOf(40, func(int) time.Duration { return 0 })...), nil},
		{"twelve by the clock", mixed(ballots("", survey.ChannelLink, gapsOf(12, minute)...)), map[survey.FlagRule]int{survey.Even: 12}},
		{"eleven by the clock", mixed(ballots("", survey.ChannelLink, gapsOf(11, minute)...)), nil},
		{"a device that sends what waited", mixed(ballots("", survey.ChannelKiosk, gapsOf(40, minute)...)), nil},
		{"all at one moment", mixed(ballots("", survey.ChannelQR, gapsOf(40, func(int) time.Duration { return 0 })...)), nil},
		{"a queue", mixed(ballots("", survey.ChannelQR, gapsOf(200, uneven)...)), nil},
	}
	for _, tt := range tests {
		got := map[survey.FlagRule]int{}
		for _, f := range survey.FlagsOf(tt.responses) {
			got[f.Rule]++
		}
		for _, rule := range survey.FlagRules {
			if got[rule] != tt.want[rule] {
				t.Errorf("%s: %s notices %d, want %d", tt.name, rule, got[rule], tt.want[rule])
			}
		}
	}
}

// mixed gives responses levels of which hardly two are the same.
func mixed(list []survey.Response) []survey.Response {
	for i := range list {
		level := func(n int) byte { return byte('1' + (i/n)%5) }
		list[i].Levels = survey.Levels([]byte{level(1), level(5), level(25), '4', '3', '-'})
	}
	return list
}

// What does not count is never flagged, and neither the order nor what comes later
// matters to what was flagged.
func TestFlagsDependOnTheResponsesAlone(t *testing.T) {
	list := ballots("44444-", survey.ChannelQR, gapsOf(14, uneven)...)
	want := survey.FlagsOf(slices.Clone(list))
	if len(want) != 14 {
		t.Fatalf("%d flags", len(want))
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		if got := survey.FlagsOf(slices.Clone(list)); !slices.Equal(got, want) {
			t.Fatal("another order gives other flags")
		}
	}
	late := slices.Clone(list)
	for i := range late {
		late[i].Status = survey.StatusLate
	}
	if got := survey.FlagsOf(late); len(got) != 0 {
		t.Errorf("%d flags on what is not counted", len(got))
	}
	later := ballots("44444-", survey.ChannelQR, gapsOf(10, uneven)...)
	for i := range later {
		later[i].AnsweredAt = later[i].AnsweredAt.Add(24 * time.Hour)
		later[i].Receipt[0] = 9
	}
	for _, f := range want {
		if !slices.Contains(survey.FlagsOf(append(slices.Clone(list), later...)), f) {
			t.Error("what comes later takes a flag back")
		}
	}
}

// A crowd that comes by chance does not keep time: in a thousand days of answers at
// random gaps nothing is flagged as even.
func TestChanceKeepsNoTime(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 1000 {
		mean := time.Duration(1+random.IntN(600)) * time.Second
		list := mixed(ballots("", survey.ChannelQR, gapsOf(150, func(int) time.Duration {
			return time.Duration(random.ExpFloat64() * float64(mean))
		})...))
		for _, f := range survey.FlagsOf(list) {
			if f.Rule == survey.Even {
				t.Fatalf("flagged at a mean gap of %s", mean)
			}
		}
	}
}
