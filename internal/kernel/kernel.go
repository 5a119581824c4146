// Package kernel ends the Node.js process that the CDK runs in.
package kernel

import (
	"io"
	"os"
	"regexp"

	"github.com/aws/jsii-runtime-go"
)

// complaint is what the jsii runtime says at a normal end, on some days: it waits for its process twice at once, and the
// one that comes second finds it gone.
var complaint = regexp.MustCompile(`Runtime process exited abnormally: (waitid?: no child processes|exec: Wait was already called)`)

// Close ends the CDK's process, which every program that uses the CDK must, and passes on all that the runtime has to say but the complaint.
func Close() {
	stderr := os.Stderr
	reader, writer, err := os.Pipe()
	if err != nil {
		jsii.Close()
		return
	}
	os.Stderr = writer // and stays it: the complaint may come late
	go func() {
		jsii.Close()
		_ = writer.Close() // ends the reading below
	}()
	said, _ := io.ReadAll(reader)
	_, _ = stderr.Write(complaint.ReplaceAll(said, nil))
}
