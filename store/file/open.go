package file

import (
	"context"
	"errors"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/minio/minio-go/v7/pkg/s3utils"

	"hailong/survey"
)

// Keeper keeps files, and forgets those that nothing refers to.
type Keeper interface {
	survey.Files
	// Sweep removes the files that keep does not know, and what interrupted uploads
	// left, and tells how many. What came at olderThan or later stays: what refers to
	// it may be about to be stored. Of what is not ours nothing is touched.
	Sweep(ctx context.Context, keep func(survey.FileID) bool, olderThan time.Time) (int, error)
}

// Keys are what an object store knows us by.
type Keys struct {
	Key, Secret string
}

// Open gives the keeper of a setting: the path of a folder, which is made when the
// first file comes, or s3://HOST[:PORT]/BUCKET[/PREFIX][?region=R&insecure=1]. It only
// reads the setting: neither the folder nor the object store needs to be there yet.
func Open(setting string, keys Keys) (Keeper, error) {
	if strings.HasPrefix(setting, "s3://") {
		at, err := parseStore(setting)
		if err != nil {
			return nil, err
		}
		return openStore(at, keys)
	}
	path, err := folder(setting)
	if err != nil {
		return nil, err
	}
	return &disk{path: path}, nil
}

// Place is where the files of a setting lie, to be said to people: it has been checked
// to hold no password.
func Place(setting string) (string, error) {
	if strings.HasPrefix(setting, "s3://") {
		_, err := parseStore(setting)
		return setting, err
	}
	return folder(setting)
}

func folder(setting string) (string, error) {
	if setting == "" || strings.Contains(setting, "://") {
		return "", errors.New("HAILONG_FILES must be a folder or s3://HOST/BUCKET")
	}
	return filepath.Abs(setting)
}

// storeAddress is where files lie in an object store.
type storeAddress struct {
	host, bucket, prefix, region string
	insecure                     bool // plain HTTP
}

// parseStore reads an address. What it complains of is not repeated: there might be a
// password in it.
func parseStore(setting string) (at storeAddress, err error) {
	const form = "HAILONG_FILES must be s3://HOST[:PORT]/BUCKET[/PREFIX][?region=R&insecure=1]"
	u, err := url.Parse(setting)
	if err != nil || u.Host == "" || u.Fragment != "" || u.Opaque != "" {
		return at, errors.New(form)
	}
	if u.User != nil {
		return at, errors.New("HAILONG_FILES must not hold keys: set HAILONG_S3_KEY and HAILONG_S3_SECRET_FILE")
	}
	at.host = u.Host
	at.bucket, at.prefix, _ = strings.Cut(strings.Trim(u.Path, "/"), "/")
	if s3utils.CheckValidBucketNameStrict(at.bucket) != nil || strings.Contains("/"+at.prefix+"/", "/../") {
		return at, errors.New(form)
	}
	if at.prefix != "" {
		at.prefix += "/"
	}
	for name, values := range u.Query() {
		switch {
		case name == "region" && len(values) == 1:
			at.region = values[0]
		case name == "insecure" && len(values) == 1 && values[0] == "1":
			at.insecure = true
		default:
			return at, errors.New(form)
		}
	}
	return at, nil
}
