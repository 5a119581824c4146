package sorrypage

import (
	"errors"
	"io/fs"
	"os"
	"unicode/utf8"

	"github.com/evenkeel-cdk/evenkeel/constructs/problem"
)

// Check returns the page that props give by html or by file, and the field that it comes from, or finds why there is none.
func Check(html, file string, problems *problem.List) (field, source string) {
	field = "html"
	switch {
	case html != "" && file != "":
		problems.Addf("file", "contradicts html; leave one of them out")
		return "file", ""
	case file != "":
		field = "file"
	}
	source, err := Read(html, file)
	switch {
	case err != nil:
		problems.Addf(field, "%q cannot be read: %v", file, err)
	case source == "":
		problems.Addf(field, "%q is empty; write a page, or leave it out for the default one", file)
	case !utf8.ValidString(source):
		problems.Addf(field, "is not in UTF-8; save it in UTF-8")
	}
	return field, source
}

// Read returns the page that props give by html or by file.
func Read(html, file string) (string, error) {
	switch {
	case html != "":
		return html, nil
	case file == "":
		return Page(), nil
	}
	source, err := os.ReadFile(file)
	return string(source), reason(err)
}

// reason is what is wrong with a file, without the file's name.
func reason(err error) error {
	var about *fs.PathError
	if errors.As(err, &about) {
		return about.Err
	}
	return err
}
