package survey

import "testing"

func TestALineHasOnlyWhatPeopleRead(t *testing.T) {
	for _, tt := range []struct{ typed, want string }{
		{"", ""},
		{" Quầy 1\r\nTư pháp\rtầng\t2 ", "Quầy 1 Tư pháp tầng 2"},
		{"e\u0302\u0301", "ế"},
		{"a\x00b\x7fc\u0085d\xffe", "abcde"},
	} {
		if got := oneLine(tt.typed); got != tt.want {
			t.Errorf("%q becomes %q, want %q", tt.typed, got, tt.want)
		}
	}
}
