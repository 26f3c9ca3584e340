package file

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"hailong/survey"
)

const (
	// storePatience bounds a file's way to the object store or from it, all tries together.
	storePatience = time.Minute
	storeTries    = 3
)

// objects keeps files in a bucket of an object store.
type objects struct {
	client         *minio.Client
	bucket, prefix string
}

func openStore(at storeAddress, keys Keys) (*objects, error) {
	if keys.Key == "" || keys.Secret == "" {
		return nil, errors.New("HAILONG_FILES=s3://… needs HAILONG_S3_KEY and HAILONG_S3_SECRET_FILE")
	}
	client, err := minio.New(at.host, &minio.Options{
		Creds: credentials.NewStaticV4(keys.Key, keys.Secret, ""), Secure: !at.insecure,
		Region: at.region, MaxRetries: storeTries,
	})
	if err != nil {
		return nil, errors.New("HAILONG_FILES: the object store must be named as HOST or HOST:PORT")
	}
	return &objects{client: client, bucket: at.bucket, prefix: at.prefix}, nil
}

func (o *objects) key(id survey.FileID) string { return o.prefix + place(id) }

// PutFile sends a file whole, once it is known what it is. One that is there already is
// replaced by the same bytes, as on the disk.
func (o *objects) PutFile(ctx context.Context, name string, r io.Reader) (kept survey.StoredFile, err error) {
	if err := survey.CheckFileEnding(name); err != nil {
		return kept, err
	}
	draft, err := namelessFile()
	if err != nil {
		return kept, err
	}
	defer func() { _ = draft.Close() }()
	if kept, err = take(name, r, draft); err != nil {
		return survey.StoredFile{}, err
	}
	if _, err := draft.Seek(0, io.SeekStart); err != nil {
		return survey.StoredFile{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, storePatience)
	defer cancel()
	// In one part, so that a transfer that breaks off leaves no parts behind.
	options := minio.PutObjectOptions{ContentType: kept.Type, SendContentMd5: true, DisableMultipart: true}
	if _, err := o.client.PutObject(ctx, o.bucket, o.key(kept.ID), draft, kept.Size, options); err != nil {
		return survey.StoredFile{}, away(err)
	}
	return kept, nil
}

// namelessFile is a file for the time of an upload or a download. It has no name, so
// nothing of it is left however the program ends.
func namelessFile() (*os.File, error) {
	f, err := os.CreateTemp("", "hailong-file-")
	if err != nil {
		return nil, full(err)
	}
	if err := os.Remove(f.Name()); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// OpenFile fetches all of a file before it hands it out.
func (o *objects) OpenFile(ctx context.Context, id survey.FileID) (io.ReadSeekCloser, error) {
	if !id.Valid() {
		return nil, unknown(nil)
	}
	ctx, cancel := context.WithTimeout(ctx, storePatience)
	defer cancel()
	object, err := o.client.GetObject(ctx, o.bucket, o.key(id), minio.GetObjectOptions{})
	if err != nil {
		return nil, away(err)
	}
	defer func() { _ = object.Close() }()
	f, err := namelessFile()
	if err != nil {
		return nil, err
	}
	if err := fetch(f, object, id); err != nil {
		_ = f.Close()
		return nil, err
	}
	return f, nil
}

// fetch copies an object and stops at its beginning.
func fetch(f *os.File, object io.Reader, id survey.FileID) error {
	found, _, err := copyHashed(f, object)
	switch {
	case missing(err):
		return unknown(err)
	case err != nil:
		return away(err)
	case found != id:
		return damaged(id, nil)
	}
	_, err = f.Seek(0, io.SeekStart)
	return err
}

// missing tells that the store is there, and the object is not.
func missing(err error) bool {
	return err != nil && minio.ToErrorResponse(err).Code == minio.NoSuchKey
}

// Sweep removes what nothing refers to.
func (o *objects) Sweep(
	ctx context.Context, keep func(survey.FileID) bool, olderThan time.Time,
) (int, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	removed := 0
	all := minio.ListObjectsOptions{Prefix: o.prefix, Recursive: true}
	for object := range o.client.ListObjectsIter(ctx, o.bucket, all) {
		if object.Err != nil {
			return removed, away(object.Err)
		}
		id, ours := placed(strings.TrimPrefix(object.Key, o.prefix))
		if !ours || !object.LastModified.Before(olderThan) || keep(id) {
			continue
		}
		gone, err := o.forget(ctx, object.Key, olderThan)
		if err != nil {
			return removed, away(err)
		}
		if gone {
			removed++
		}
	}
	return removed, ctx.Err() // a list that was stopped just ends
}

// forget removes an object unless it was kept anew since the list was made.
func (o *objects) forget(ctx context.Context, key string, olderThan time.Time) (bool, error) {
	now, err := o.client.StatObject(ctx, o.bucket, key, minio.StatObjectOptions{})
	if missing(err) {
		return false, nil
	}
	if err != nil || !now.LastModified.Before(olderThan) {
		return false, err
	}
	return true, o.client.RemoveObject(ctx, o.bucket, key, minio.RemoveObjectOptions{})
}
