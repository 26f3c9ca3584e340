package frontend

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"hailong/survey"
)

// onePoster is a set of one counter, with the tokens of the others to be set.
func onePoster(agency, counter, place string) *PosterSet {
	return &PosterSet{
		Origin: "https://hailong.khanhhoa.gov.vn", Province: survey.Text{VI: "tỉnh Khánh Hòa"},
		Printed: "2026-11-23",
		Posters: []Poster{{
			Agency: &survey.Agency{Code: "STP", Name: survey.Text{VI: agency}, Sector: survey.Administrative},
			Counter: &survey.Counter{
				Code: "STP-01", Name: survey.Text{VI: counter}, Place: survey.Text{VI: place}, Token: "7K3MQ2XVTD",
			},
			Seconds: 30,
		}},
	}
}

func usualPoster() *PosterSet {
	return onePoster("Sở Tư pháp", "Quầy Lý lịch tư pháp", "Tầng 1, nhà B")
}

func printed(t *testing.T, set *PosterSet) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Posters(t.Context(), &b, set); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAPosterSaysWhatItIs(t *testing.T) {
	pages := pageTexts(t, printed(t, usualPoster()))
	want := `Sở Tư pháp
Quầy Lý lịch tư pháp
Tầng 1, nhà B
Ông/Bà có hài lòng không?
Quét mã, trả lời trong 30 giây, không hỏi tên.
1 Mở máy ảnh hoặc
Zalo, hướng vào mã.
2 Chạm vào đường
dẫn hiện ra.
3 Chọn mức hài lòng,
bấm “Gửi đánh giá”.
Rất không
hài lòng
Không hài lòng Bình thường Hài lòng Rất hài lòng
Xin Ông/Bà tự tay trả lời, công chức không bấm thay.
Scan to rate this counter. Anonymous, 30 seconds.
STP-01 · in ngày 23/11/2026
Hoặc gõ địa chỉ:
hailong.khanhhoa.gov.vn/s/7K3MQ2XVTD
Khảo sát do Sở Nội vụ tỉnh Khánh Hòa tổ chức để đo mức độ hài lòng và công bố hằng năm.
`
	if d := cmp.Diff([]string{want}, pages); d != "" {
		t.Error(d)
	}
}

func TestAPosterSuitsItsCounter(t *testing.T) {
	const self = "Xin Ông/Bà tự tay trả lời, "
	for name, c := range map[string]struct {
		change        func(*PosterSet)
		says, lacking string
	}{
		"paper":    {func(s *PosterSet) { s.Paper = true }, "Xin phiếu giấy tại quầy.", ""},
		"no paper": {func(*PosterSet) {}, self + "công chức không", "phiếu giấy"},
		"a public service unit": {
			func(s *PosterSet) { s.Posters[0].Agency.Sector = survey.PublicService },
			self + "viên chức không", "công chức",
		},
		"19 questions": {
			func(s *PosterSet) { s.Posters[0].Seconds = 180 },
			"trong 3 phút, không hỏi tên.", "30",
		},
		"19 questions in English": {
			func(s *PosterSet) { s.Posters[0].Seconds = 180 }, "Anonymous, 3 minutes.", "seconds",
		},
		"no plan yet": {
			func(s *PosterSet) { s.Posters[0].Seconds = 0 }, "trả lời vài câu, không hỏi tên.", "giây",
		},
		"a demonstration": {
			func(s *PosterSet) { s.Simulated = true }, "không phải khảo sát thật", "công bố hằng năm",
		},
		"no place": {func(s *PosterSet) { s.Posters[0].Counter.Place = survey.Text{} }, "pháp\nÔng/Bà", "Tầng"},
	} {
		set := usualPoster()
		c.change(set)
		text := pageTexts(t, printed(t, set))[0]
		if !strings.Contains(text, c.says) || c.lacking != "" && strings.Contains(text, c.lacking) {
			t.Errorf("%s: want %q, not %q:\n%s", name, c.says, c.lacking, text)
		}
	}
}

func TestNamesAreComposedBeforeTheyAreDrawn(t *testing.T) {
	set := usualPoster()
	composed := printed(t, set)
	counter, agency := set.Posters[0].Counter, set.Posters[0].Agency
	counter.Name.VI = norm.NFD.String(counter.Name.VI)
	agency.Name.VI = "  " + norm.NFD.String(agency.Name.VI) + "\n"
	if !bytes.Equal(composed, printed(t, set)) {
		t.Error("a decomposed name gives another poster")
	}
}

func TestALetterThatTheFontLacksIsRefusedByName(t *testing.T) {
	set := usualPoster()
	set.Posters[0].Counter.Name.VI = "Quầy 漢, 漢 và 😀"
	other := *set.Posters[0].Counter
	other.Code, other.Name.VI, other.Place.VI = "STP-02", "Quầy Щ", "Tầng\u200b2"
	set.Posters = append(set.Posters, Poster{Agency: set.Posters[0].Agency, Counter: &other})
	var b bytes.Buffer
	err := Posters(t.Context(), &b, set)
	e, ok := errors.AsType[*survey.Error](err)
	if !ok || e.Kind != survey.Invalid || e.Word != "poster.letters" || b.Len() > 0 {
		t.Fatalf("%v, %d bytes", err, b.Len())
	}
	want := "STP-01: “漢” (U+6F22), “😀” (U+1F600); STP-02: “Щ” (U+0429), “\u200b” (U+200B)"
	if d := cmp.Diff(want, e.Args["list"]); d != "" {
		t.Error(d)
	}
}

func TestNamesTooLongForAPageAreRefused(t *testing.T) {
	set := usualPoster()
	set.Posters[0].Counter.Name.VI = strings.Repeat("Quầy thủ tục ", 100)
	var b bytes.Buffer
	err := Posters(t.Context(), &b, set)
	e, ok := errors.AsType[*survey.Error](err)
	if !ok || e.Word != "poster.too_long" || e.Args["counter"] != "STP-01" || b.Len() > 0 {
		t.Errorf("%v, %d bytes", err, b.Len())
	}
}

func TestTheSamePostersAreTheSameBytes(t *testing.T) {
	set := manyPosters(5)
	first := printed(t, set)
	for range 3 {
		if !bytes.Equal(first, printed(t, set)) {
			t.Fatal("another print has other bytes")
		}
	}
	for _, want := range []string{"/CreationDate (D:20261123120000)", "/ModDate (D:20261123120000)", "/Lang (vi)"} {
		if !bytes.Contains(first, []byte(want)) {
			t.Errorf("the file does not say %s", want)
		}
	}
}

// manyPosters are n counters of one agency, each with a token of its own.
func manyPosters(n int) *PosterSet {
	set := usualPoster()
	first := set.Posters[0]
	set.Posters = nil
	for i := range n {
		counter := *first.Counter
		counter.Code = fmt.Sprintf("STP-%04d", i+1)
		counter.Token = survey.Token(fmt.Sprintf("7K3M%06d", i))
		set.Posters = append(set.Posters, Poster{Agency: first.Agency, Counter: &counter, Seconds: 30})
	}
	return set
}

func TestAPrintTellsHowFarItIsAndCanBeStopped(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	set := manyPosters(5)
	var told []int
	set.Progress = func(done int) {
		if told = append(told, done); done == 3 {
			stop()
		}
	}
	var b bytes.Buffer
	if err := Posters(ctx, &b, set); !errors.Is(err, context.Canceled) || b.Len() > 0 {
		t.Errorf("%v, %d bytes", err, b.Len())
	}
	if d := cmp.Diff([]int{1, 2, 3}, told); d != "" {
		t.Error(d)
	}
}
