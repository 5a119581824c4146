package e2e

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// settings are the configuration files of the environments, by the environment's name.
type settings map[string]string

// An edit changes a configuration file.
type edit func(text string) (string, error)

// shippedSettings reads the configuration files of environments that the project ships.
func shippedSettings(environments ...string) (settings, error) {
	all := settings{}
	for _, environment := range environments {
		text, err := os.ReadFile(filepath.Join(repository, "config", environment+".yaml"))
		if err != nil {
			return nil, err
		}
		all[environment] = string(text)
	}
	return all, nil
}

// with returns a copy of the settings in which one environment is changed.
func (s settings) with(environment string, edits ...edit) (settings, error) {
	changed := maps.Clone(s)
	for _, change := range edits {
		text, err := change(changed[environment])
		if err != nil {
			return nil, fmt.Errorf("%s.yaml: %w", environment, err)
		}
		changed[environment] = text
	}
	return changed, nil
}

// only leaves out the other environments, which then need not be synthesized.
func (s settings) only(environment string) settings { return settings{environment: s[environment]} }

// write puts the files into a folder for the context config.
func (s settings) write(folder string) error {
	for environment, text := range s {
		if err := os.WriteFile(filepath.Join(folder, environment+".yaml"), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// value returns what a key has in an environment's file.
func (s settings) value(environment, key string) (string, error) {
	found := keyPattern(key).FindAllStringSubmatch(s[environment], -1)
	if len(found) != 1 {
		return "", fmt.Errorf("%s.yaml: %s is there %d times, want once", environment, key, len(found))
	}
	return strings.Trim(found[0][2], `"`), nil
}

// certificate gives an environment a certificate, in place of the one that its file names or has a domain make.
func (s settings) certificate(environment, arn string) edit {
	if _, err := s.value(environment, "certificateArn"); err != nil {
		return add("web", "certificateArn: "+arn)
	}
	return set("certificateArn", arn)
}

// set gives a key that the file has another value: one of the file, or section.key.
func set(key, value string) edit {
	if section, inner, nested := strings.Cut(key, "."); nested {
		return within(section, set(inner, value))
	}
	return func(text string) (string, error) {
		pattern := keyPattern(key)
		if n := len(pattern.FindAllString(text, -1)); n != 1 {
			return "", fmt.Errorf("%s is there %d times, want once", key, n)
		}
		return pattern.ReplaceAllString(text, "${1}"+strings.ReplaceAll(value, "$", "$$")), nil
	}
}

// add puts lines into a section, or at the top of the file when the section is empty.
func add(section string, lines ...string) edit {
	return func(text string) (string, error) {
		if section == "" {
			return strings.Join(lines, "\n") + "\n" + text, nil
		}
		before, after, found := strings.Cut(text, "\n"+section+":\n")
		if !found {
			return "", fmt.Errorf("there is no section %s", section)
		}
		return before + "\n" + section + ":\n  " + strings.Join(lines, "\n  ") + "\n" + after, nil
	}
}

// within confines an edit to a section.
func within(section string, change edit) edit {
	return func(text string) (string, error) {
		at := regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(section) + `:\n(?:(?: .*)?\n)*`).FindStringIndex(text)
		if at == nil {
			return "", fmt.Errorf("there is no section %s", section)
		}
		changed, err := change(text[at[0]:at[1]])
		return text[:at[0]] + changed + text[at[1]:], err
	}
}

func keyPattern(key string) *regexp.Regexp {
	return regexp.MustCompile(`(?m)^( *` + regexp.QuoteMeta(key) + `: )(.*)$`)
}
