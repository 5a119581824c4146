package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A thing is something that an account holds, as the API describes it.
type thing struct {
	kind, id string
	tags     map[string]string
	fields   map[string]string // by path, without what changes by itself
}

func (t thing) String() string { return t.kind + " " + t.id }

// An inventory is what an account holds, by kind and id.
type inventory map[string]thing

// changing are the fields that change by themselves while a system runs.
var changing = []string{
	"AlarmConfigurationUpdatedTimestamp", "AvailableIpAddressCount", "DBInstanceStatus", "DeliverLogsErrorMessage", "DeliverLogsStatus",
	"EvaluationState", "Instances", "LastAccessedDate", "LastChangedDate", "LatestRestorableTime", "LatestVersionNumber", "ResultMetadata",
	"RestoreWindow", "RoleLastUsed", "State", "StateReason", "StateReasonData", "StateTransitionReason", "StateTransitionedTimestamp",
	"StateUpdatedTimestamp", "StateValue", "StoredBytes",
}

// describe makes a thing of what the API says about it in one answer or several.
func describe(kind, id string, answers ...any) (thing, error) {
	t := thing{kind: kind, id: id, tags: map[string]string{}, fields: map[string]string{}}
	for _, answer := range answers {
		text, err := json.Marshal(answer)
		if err != nil {
			return t, fmt.Errorf("%s %s: %w", kind, id, err)
		}
		var fields map[string]any
		if err := json.Unmarshal(text, &fields); err != nil {
			return t, fmt.Errorf("%s %s: %w", kind, id, err)
		}
		for _, name := range []string{"Tags", "TagList"} {
			maps.Copy(t.tags, tagsOf(fields[name]))
		}
		t.flatten("", fields)
	}
	return t, nil
}

// flatten takes a list for one value, whose order says nothing, nor whether an element is told twice: some endpoints tell a
// target group's load balancer once for every rule that leads there.
func (t thing) flatten(path string, value any) {
	switch v := value.(type) {
	case nil:
	case map[string]any:
		for name, field := range v {
			if !slices.Contains(changing, name) {
				t.flatten(strings.TrimPrefix(path+"."+name, "."), field)
			}
		}
	case []any:
		if len(v) > 0 {
			var elements []string
			for _, element := range v {
				text, _ := json.Marshal(element) // it has come from JSON
				elements = append(elements, string(text))
			}
			slices.Sort(elements)
			t.fields[path] = "[" + strings.Join(slices.Compact(elements), ", ") + "]"
		}
	default:
		t.fields[path] = fmt.Sprint(v)
	}
}

// tagsOf reads the ways in which services tell tags.
func tagsOf(value any) map[string]string {
	tags := map[string]string{}
	switch v := value.(type) {
	case map[string]any:
		for name, value := range v {
			tags[name] = fmt.Sprint(value)
		}
	case []any:
		for _, element := range v {
			tag, _ := element.(map[string]any)
			for _, prefix := range []string{"", "Tag"} {
				if name, ok := tag[prefix+"Key"].(string); ok {
					tags[name] = fmt.Sprint(tag[prefix+"Value"])
				}
			}
		}
	}
	return tags
}

// without returns what is not in another inventory.
func (i inventory) without(other inventory) inventory {
	rest := inventory{}
	for key, t := range i {
		if _, ok := other[key]; !ok {
			rest[key] = t
		}
	}
	return rest
}

// of returns the things of some kinds, in order.
func (i inventory) of(kinds ...string) []thing {
	var things []thing
	for _, key := range slices.Sorted(maps.Keys(i)) {
		if slices.Contains(kinds, i[key].kind) {
			things = append(things, i[key])
		}
	}
	return things
}

// differences tells, line by line, what has changed between two inventories.
func differences(before, after inventory) []string {
	var lines []string
	for key := range before.without(after) {
		lines = append(lines, key+" is gone")
	}
	for key, now := range after {
		was, ok := before[key]
		if !ok {
			lines = append(lines, key+" is new")
			continue
		}
		for path := range now.fields {
			if _, ok := was.fields[path]; !ok {
				was.fields[path] = "" // told below
			}
		}
		for path, value := range was.fields {
			if now.fields[path] != value {
				lines = append(lines, fmt.Sprintf("%s: %s was %q and is %q", key, path, value, now.fields[path]))
			}
		}
	}
	slices.Sort(lines)
	return lines
}

// A collector makes an inventory, and stops at the first error.
type collector struct {
	inventory
	ctx context.Context
	err error
}

// take adds a thing.
func (c *collector) take(kind, id string, answers ...any) {
	if c.err != nil {
		return
	}
	t, err := describe(kind, id, answers...)
	if err != nil {
		c.err = err
		return
	}
	c.inventory[t.String()] = t
}

// A pager is a paginator of the SDK for the answers O, with the options F.
type pager[O, F any] interface {
	HasMorePages() bool
	NextPage(context.Context, ...func(*F)) (*O, error)
}

// all returns the items of every page.
func all[O, F, T any](ctx context.Context, p pager[O, F], items func(*O) []T) ([]T, error) {
	var found []T
	for p.HasMorePages() {
		page, err := p.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		found = append(found, items(page)...)
	}
	return found, nil
}

// collect adds the items of every page. An item without an id is left out; more asks for what the page does not say.
func collect[O, F, T any](c *collector, kind string, p pager[O, F], items func(*O) []T, id func(T) *string, more ...func(T) (any, error)) {
	if c.err != nil {
		return
	}
	found, err := all(c.ctx, p, items)
	if err != nil {
		c.err = fmt.Errorf("%s: %w", kind, err)
		return
	}
	for _, item := range found {
		name := id(item)
		if name == nil {
			continue
		}
		answers := []any{item}
		for _, ask := range more {
			answer, err := ask(item)
			if err != nil {
				c.err = fmt.Errorf("%s %s: %w", kind, *name, err)
				return
			}
			answers = append(answers, answer)
		}
		c.take(kind, *name, answers...)
	}
}

// take makes the inventory of what is in the account, as far as the shipped environments could have put it there. What
// belongs to no Region is in that of the environment's own Region.
func (a *account) take(ctx context.Context) (inventory, error) {
	c := &collector{inventory: inventory{}, ctx: ctx}
	a.takeNetwork(c)
	a.takeServers(c)
	a.takeLoadBalancers(c)
	a.takeDatabases(c)
	a.takeBackups(c)
	a.takeTopics(c)
	a.takeCertificates(c)
	a.takeDeliveries(c)
	if !a.second {
		a.takeZones(c)
		a.takeRoles(c)
		a.takeHealthChecks(c)
		a.takeDistributions(c)
	}
	a.takeRest(c)
	a.takeResources(c)
	if c.err != nil {
		return nil, fmt.Errorf("what is in %s's account in %s: %w", a.environment, a.region, c.err)
	}
	return c.inventory, nil
}
