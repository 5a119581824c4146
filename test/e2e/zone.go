package e2e

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/route53"
	"github.com/aws/aws-sdk-go-v2/service/route53/types"
)

// A zone is the hosted zone of a site's names.
type zone struct{ name, id string }

// zoneName is the name of the zone that a run makes. No registrar has it, so that nobody is sent there.
const zoneName = "evenkeel-e2e.test"

// www is the name that is led on to the zone's own.
func (z zone) www() string { return "www." + z.name }

// zoneOf is the caller's zone in prod's account, which the world sees, or one that is yet to be made.
func zoneOf(getenv func(string) string) (zone, error) {
	z := zone{getenv("E2E_ZONE"), getenv("E2E_ZONE_ID")}
	switch {
	case z == zone{}:
		return zone{name: zoneName}, nil
	case z.name == "" || z.id == "":
		return z, errors.New("E2E_ZONE and E2E_ZONE_ID go together: the name of a hosted zone and its id")
	}
	return z, nil
}

// createZone makes a hosted zone and returns its id.
func (a *account) createZone(ctx context.Context, name string) (id string, err error) {
	out, err := a.route53.CreateHostedZone(ctx, &route53.CreateHostedZoneInput{
		Name: &name, CallerReference: aws.String(time.Now().Format(time.RFC3339Nano)),
	})
	if err != nil {
		return "", fmt.Errorf("creating a hosted zone: %w", err)
	}
	id = bareZone(at(out.HostedZone).Id)
	_, err = a.route53.ChangeTagsForResource(ctx, &route53.ChangeTagsForResourceInput{
		ResourceId: &id, ResourceType: types.TagResourceTypeHostedzone,
		AddTags: []types.Tag{{Key: aws.String("Purpose"), Value: aws.String(purpose)}},
	})
	if err != nil {
		return "", errors.Join(err, a.deleteZone(ctx, id))
	}
	return id, nil
}

func (a *account) deleteZone(ctx context.Context, id string) error {
	err := a.emptyZone(ctx, id)
	if err == nil {
		_, err = a.route53.DeleteHostedZone(ctx, &route53.DeleteHostedZoneInput{Id: &id})
	}
	if gone := new(types.NoSuchHostedZone); errors.As(err, &gone) { // swept away before
		return nil
	}
	return err
}

// emptyZone deletes what is left in a zone when the stacks are gone: CloudFormation leaves the records there by which
// certificates were issued.
func (a *account) emptyZone(ctx context.Context, id string) error {
	left, err := a.records(ctx, id)
	if err != nil || len(left) == 0 {
		return err
	}
	var changes []types.Change
	for _, record := range left {
		changes = append(changes, types.Change{Action: types.ChangeActionDelete, ResourceRecordSet: &record})
	}
	_, err = a.route53.ChangeResourceRecordSets(ctx, &route53.ChangeResourceRecordSetsInput{HostedZoneId: &id, ChangeBatch: &types.ChangeBatch{Changes: changes}})
	return err
}

// bareZone is the id of a zone without /hostedzone/ before it.
func bareZone(id *string) string { return strings.TrimPrefix(aws.ToString(id), "/hostedzone/") }

// records are the records of a zone, but for those that every zone has.
func (a *account) records(ctx context.Context, zone string) ([]types.ResourceRecordSet, error) {
	records, err := all(ctx, route53.NewListResourceRecordSetsPaginator(a.route53, &route53.ListResourceRecordSetsInput{HostedZoneId: &zone}),
		func(o *route53.ListResourceRecordSetsOutput) []types.ResourceRecordSet { return o.ResourceRecordSets })
	return slices.DeleteFunc(records, func(r types.ResourceRecordSet) bool {
		return r.Type == types.RRTypeNs || r.Type == types.RRTypeSoa
	}), err
}

// takeZones takes the zones with their records.
func (a *account) takeZones(c *collector) {
	collect(c, "HostedZone", route53.NewListHostedZonesPaginator(a.route53, &route53.ListHostedZonesInput{}),
		func(o *route53.ListHostedZonesOutput) []types.HostedZone { return o.HostedZones },
		func(z types.HostedZone) *string { return aws.String(bareZone(z.Id)) },
		func(z types.HostedZone) (any, error) {
			records, err := a.records(c.ctx, bareZone(z.Id))
			return map[string]any{"Records": records}, err
		},
		func(z types.HostedZone) (any, error) {
			tags, err := a.route53.ListTagsForResource(c.ctx, &route53.ListTagsForResourceInput{
				ResourceId: aws.String(bareZone(z.Id)), ResourceType: types.TagResourceTypeHostedzone,
			})
			if err != nil {
				return nil, err
			}
			return map[string]any{"Tags": at(tags.ResourceTagSet).Tags}, nil
		})
}
