package s3store

import (
	"net/http"
	"os"

	"github.com/minio/minio-go/v7/pkg/credentials"
)

// chain is where credentials are looked for.
func (l Location) chain(client *http.Client) *credentials.Credentials {
	if l.Profile != "" {
		return credentials.New(&credentials.FileAWSCredentials{Profile: l.Profile})
	}
	providers := []credentials.Provider{
		&credentials.EnvAWS{},
		&credentials.EnvMinio{},
		&credentials.FileAWSCredentials{},
	}
	if os.Getenv("AWS_EC2_METADATA_DISABLED") != "true" {
		providers = append(providers, &credentials.IAM{Client: client})
	}
	return credentials.NewChainCredentials(providers)
}
