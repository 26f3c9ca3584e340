package file

import (
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"hailong/survey"
)

func TestAnObjectStoreThatIsAwayIsSaidAsTryAgain(t *testing.T) {
	k := onStore(t)
	k.put(t, "a.pdf", aPDF)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := listener.Addr().String()
	_ = listener.Close()
	here := k.Keeper.(*objects).client.EndpointURL().Host
	for what, setting := range map[string]string{
		"nobody listens":         "s3://" + nobody + "/evidence?insecure=1",
		"it has no such bucket":  "s3://" + here + "/elsewhere?insecure=1",
		"it does not speak TLS":  "s3://" + here + "/evidence",
		"region given, nobody":   "s3://" + nobody + "/evidence?insecure=1&region=vn-1",
		"bucket missing, region": "s3://" + here + "/elsewhere?insecure=1&region=us-east-1",
	} {
		keeper, err := Open(setting, Keys{Key: "hailong", Secret: "rat-mat"})
		if err != nil {
			t.Fatal(err)
		}
		_, putErr := keeper.PutFile(t.Context(), "a.pdf", strings.NewReader(aPDF))
		_, openErr := keeper.OpenFile(t.Context(), hashOf(aPDF))
		_, sweepErr := keeper.Sweep(t.Context(), func(survey.FileID) bool { return true }, time.Now())
		for act, err := range map[string]error{"put": putErr, "open": openErr, "sweep": sweepErr} {
			e, ok := errors.AsType[*survey.Error](err)
			if !ok || e.Kind != survey.Unavailable || e.Word != "file.away" || e.Retry <= 0 {
				t.Errorf("%s, %s: says %v", what, act, err)
			}
			if err != nil && strings.Contains(err.Error(), "rat-mat") {
				t.Errorf("%s, %s: tells the secret", what, act)
			}
		}
	}
}

func TestTheSettingOfAnObjectStore(t *testing.T) {
	for setting, want := range map[string]storeAddress{
		"s3://s3.example.vn/evidence":                {host: "s3.example.vn", bucket: "evidence"},
		"s3://s3.example.vn:9000/evidence/":          {host: "s3.example.vn:9000", bucket: "evidence"},
		"s3://10.0.0.1:9000/evidence/a/b?insecure=1": {host: "10.0.0.1:9000", bucket: "evidence", prefix: "a/b/", insecure: true},
		"s3://[::1]:9000/evidence?region=vn-1":       {host: "[::1]:9000", bucket: "evidence", region: "vn-1"},
	} {
		if got, err := parseStore(setting); err != nil || got != want {
			t.Errorf("%s is read as %+v, %v", setting, got, err)
		}
		if _, err := Open(setting, Keys{Key: "k", Secret: "s"}); err != nil {
			t.Errorf("%s: %v", setting, err)
		}
		if _, err := Open(setting, Keys{Key: "k"}); err == nil {
			t.Errorf("%s is taken without a secret", setting)
		}
	}
	for _, setting := range []string{
		"", "s3://", "s3:///evidence", "s3://host", "s3://host/", "s3://host/UPPER", "s3://host/evidence/../other",
		"s3://host/evidence?insecure=true", "s3://host/evidence?regoin=x", "s3://host/evidence#x",
		"s3://key:rat-mat@host/evidence", "s3://host:rat-mat/evidence", "https://host/evidence",
	} {
		_, err := Open(setting, Keys{Key: "k", Secret: "s"})
		if err == nil || strings.Contains(err.Error(), "rat-mat") {
			t.Errorf("%q: the error is %v", setting, err)
		}
		if _, err := Place(setting); err == nil {
			t.Errorf("%q is a place", setting)
		}
	}
}
