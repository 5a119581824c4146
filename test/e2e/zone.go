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

// zoneName is the name of the zone that a run makes. No registrar has it, so that nobody is sent there.
const zoneName = "evenkeel-e2e.test"

// createZone makes a hosted zone and returns its id.
func (a *account) createZone(ctx context.Context) (id string, err error) {
	out, err := a.route53.CreateHostedZone(ctx, &route53.CreateHostedZoneInput{
		Name: aws.String(zoneName), CallerReference: aws.String(time.Now().Format(time.RFC3339Nano)),
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
	_, err := a.route53.DeleteHostedZone(ctx, &route53.DeleteHostedZoneInput{Id: &id})
	if gone := new(types.NoSuchHostedZone); errors.As(err, &gone) { // swept away before
		return nil
	}
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
