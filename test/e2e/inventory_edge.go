package e2e

import (
	"github.com/aws/aws-sdk-go-v2/service/acm"
	certificates "github.com/aws/aws-sdk-go-v2/service/acm/types"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront/types"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	logs "github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"
	"github.com/aws/aws-sdk-go-v2/service/route53"
	checks "github.com/aws/aws-sdk-go-v2/service/route53/types"
)

// takeCertificates takes what was asked for, and not how far it has come.
func (a *account) takeCertificates(c *collector) {
	collect(c, "Certificate", acm.NewListCertificatesPaginator(a.acm, &acm.ListCertificatesInput{}),
		func(o *acm.ListCertificatesOutput) []certificates.CertificateSummary {
			var asked []certificates.CertificateSummary
			for _, s := range o.CertificateSummaryList {
				asked = append(asked, certificates.CertificateSummary{
					CertificateArn: s.CertificateArn, DomainName: s.DomainName, SubjectAlternativeNameSummaries: s.SubjectAlternativeNameSummaries, Type: s.Type,
				})
			}
			return asked
		},
		func(s certificates.CertificateSummary) *string { return s.CertificateArn },
		func(s certificates.CertificateSummary) (any, error) {
			return a.acm.ListTagsForCertificate(c.ctx, &acm.ListTagsForCertificateInput{CertificateArn: s.CertificateArn})
		})
}

// takeDistributions takes their configuration, and not how far it has come.
func (a *account) takeDistributions(c *collector) {
	collect(c, "Distribution", cloudfront.NewListDistributionsPaginator(a.cloudfront, &cloudfront.ListDistributionsInput{}),
		func(o *cloudfront.ListDistributionsOutput) []types.DistributionSummary {
			var named []types.DistributionSummary
			for _, d := range at(o.DistributionList).Items {
				named = append(named, types.DistributionSummary{Id: d.Id, ARN: d.ARN, DomainName: d.DomainName})
			}
			return named
		},
		func(d types.DistributionSummary) *string { return d.Id },
		func(d types.DistributionSummary) (any, error) {
			return a.cloudfront.GetDistributionConfig(c.ctx, &cloudfront.GetDistributionConfigInput{Id: d.Id})
		},
		func(d types.DistributionSummary) (any, error) {
			tags, err := a.cloudfront.ListTagsForResource(c.ctx, &cloudfront.ListTagsForResourceInput{Resource: d.ARN})
			if err != nil {
				return nil, err
			}
			return map[string]any{"Tags": at(tags.Tags).Items}, nil
		})
}

func (a *account) takeHealthChecks(c *collector) {
	collect(c, "HealthCheck", route53.NewListHealthChecksPaginator(a.route53, &route53.ListHealthChecksInput{}),
		func(o *route53.ListHealthChecksOutput) []checks.HealthCheck { return o.HealthChecks },
		func(h checks.HealthCheck) *string { return h.Id },
		func(h checks.HealthCheck) (any, error) {
			tags, err := a.route53.ListTagsForResource(c.ctx, &route53.ListTagsForResourceInput{ResourceId: h.Id, ResourceType: checks.TagResourceTypeHealthcheck})
			if err != nil {
				return nil, err
			}
			return map[string]any{"Tags": at(tags.ResourceTagSet).Tags}, nil
		})
}

// takeDeliveries takes who delivers which logs where.
func (a *account) takeDeliveries(c *collector) {
	tags := func(arn *string) (any, error) {
		return a.logs.ListTagsForResource(c.ctx, &cloudwatchlogs.ListTagsForResourceInput{ResourceArn: arn})
	}
	collect(c, "DeliverySource", cloudwatchlogs.NewDescribeDeliverySourcesPaginator(a.logs, &cloudwatchlogs.DescribeDeliverySourcesInput{}),
		func(o *cloudwatchlogs.DescribeDeliverySourcesOutput) []logs.DeliverySource { return o.DeliverySources },
		func(s logs.DeliverySource) *string { return s.Name },
		func(s logs.DeliverySource) (any, error) { return tags(s.Arn) })
	collect(c, "DeliveryDestination", cloudwatchlogs.NewDescribeDeliveryDestinationsPaginator(a.logs, &cloudwatchlogs.DescribeDeliveryDestinationsInput{}),
		func(o *cloudwatchlogs.DescribeDeliveryDestinationsOutput) []logs.DeliveryDestination {
			return o.DeliveryDestinations
		},
		func(d logs.DeliveryDestination) *string { return d.Name },
		func(d logs.DeliveryDestination) (any, error) { return tags(d.Arn) })
	collect(c, "Delivery", cloudwatchlogs.NewDescribeDeliveriesPaginator(a.logs, &cloudwatchlogs.DescribeDeliveriesInput{}),
		func(o *cloudwatchlogs.DescribeDeliveriesOutput) []logs.Delivery { return o.Deliveries },
		func(d logs.Delivery) *string { return d.Id },
		func(d logs.Delivery) (any, error) { return tags(d.Arn) })
}
