{{/* The AppInstance's name and namespace. */}}
{{- define "sluice.name" -}}
{{ .Values.nameOverride | default .Release.Name }}
{{- end -}}
{{- define "sluice.namespace" -}}
{{ .Values.namespaceOverride | default .Release.Namespace }}
{{- end -}}

{{/* The cluster's version. */}}
{{- define "sluice.version" -}}
{{ (.Values.image | default dict).tag | default .Chart.AppVersion }}
{{- end -}}

{{/* Whether operatorImageVersion is a tag of the original's operator, such as v0.0.22; those of ours have no v. */}}
{{- define "sluice.foreignOperator" -}}
{{- if and (not .Values.operatorImageOverride) (regexMatch "^v[0-9]+([.][0-9]+)+$" (.Values.operatorImageVersion | default "")) }}true{{ end -}}
{{- end -}}

{{- define "sluice.operatorImage" -}}
{{- $tag := .Values.operatorImageVersion | default .Chart.AppVersion -}}
{{- if include "sluice.foreignOperator" . }}{{ $tag = .Chart.AppVersion }}{{ end -}}
{{- printf "%s:%s" (.Values.operatorImageOverride | default "sluice-operator") $tag -}}
{{- end -}}

{{- define "sluice.labels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version | replace "+" "_" }}
{{- end -}}

{{/* The AppInstance as JSON: the custom resource, or what the ConfigMap holds. */}}
{{- define "sluice.appInstance" -}}
{{- $package := dict
      "image" (printf "%s:%s" (.Values.fullnameOverride | default "sluice") (include "sluice.version" .))
      "apiVersion" "influxdata.com/v1alpha1"
      "spec" (include "sluice.packageSpec" . | fromJson) -}}
{{- $spec := dict "package" $package -}}
{{- with .Values.imagePullSecrets }}{{ $_ := set $spec "imagePullSecrets" . }}{{ end -}}
{{- if .Values.pause }}{{ $_ := set $spec "pause" true }}{{ end -}}
{{- dict
      "apiVersion" "kubecfg.dev/v1alpha1"
      "kind" "AppInstance"
      "metadata" (dict
        "name" (include "sluice.name" .)
        "namespace" (include "sluice.namespace" .)
        "labels" (include "sluice.labels" . | fromYaml))
      "spec" $spec | toJson -}}
{{- end -}}

{{- define "sluice.packageSpec" -}}
{{- $spec := dict -}}
{{- $_ := set $spec "catalog" (include "sluice.catalog" . | fromJson) -}}
{{- $_ := set $spec "objectStore" (include "sluice.objectStore" . | fromJson) -}}
{{- $admin := include "sluice.admin" . | fromJson -}}
{{- if $admin }}{{ $_ := set $spec "admin" $admin }}{{ end -}}
{{- $hosting := include "sluice.hostingEnvironment" . | fromJson -}}
{{- if $hosting }}{{ $_ := set $spec "hostingEnvironment" $hosting }}{{ end -}}
{{- $values := .Values -}}
{{- range $key := list "ingesterStorage" "monitoringStorage" "ingress" "images" "components" "resources" "featureFlags" -}}
{{- $member := include "sluice.member" (dict "of" $values "key" $key) | fromJson -}}
{{- if hasKey $member "value" }}{{ $_ := set $spec $key $member.value }}{{ end -}}
{{- end -}}
{{- $egress := include "sluice.egress" . | fromJson -}}
{{- if $egress }}{{ $_ := set $spec "egress" $egress }}{{ end -}}
{{- $observability := include "sluice.observability" . | fromJson -}}
{{- if $observability }}{{ $_ := set $spec "observability" $observability }}{{ end -}}
{{- $own := include "sluice.member" (dict "of" .Values "key" "sluice" "keep" true) | fromJson -}}
{{- if hasKey $own "value" }}{{ $_ := set $spec "sluice" $own.value }}{{ end -}}
{{- $spec | toJson -}}
{{- end -}}

{{- define "sluice.catalog" -}}
{{- $dsn := (.Values.catalog | default dict).dsn | default dict -}}
{{- $name := required "missing catalog.dsn.SecretName" ($dsn.SecretName | default "" | trim) -}}
{{- $key := required "missing catalog.dsn.SecretKey" ($dsn.SecretKey | default "" | trim) -}}
{{- dict "dsn" (dict "valueFrom" (dict "secretKeyRef" (dict "name" $name "key" $key))) | toJson -}}
{{- end -}}

{{/* google: {} says that the pod's own identity serves, so it is kept. */}}
{{- define "sluice.objectStore" -}}
{{- $values := .Values.objectStore | default dict -}}
{{- $store := dict "bucket" (required "missing objectStore.bucket" ($values.bucket | default "" | trim)) -}}
{{- $found := false -}}
{{- range $kind := list "s3" "azure" "google" -}}
{{- if and (not $found) (kindIs "map" (get $values $kind)) -}}
{{- $found = true -}}
{{- $member := include "sluice.member" (dict "of" $values "key" $kind) | fromJson -}}
{{- $_ := set $store $kind ($member.value | default dict) -}}
{{- end -}}
{{- end -}}
{{- $store | toJson -}}
{{- end -}}

{{/* openshift: {} is a choice, so it is kept. */}}
{{- define "sluice.hostingEnvironment" -}}
{{- $values := .Values.hostingEnvironment | default dict -}}
{{- $hosting := dict -}}
{{- range $kind := list "aws" "openshift" "gke" -}}
{{- if and (not $hosting) (kindIs "map" (get $values $kind)) -}}
{{- $member := include "sluice.member" (dict "of" $values "key" $kind) | fromJson -}}
{{- if or $member.value (eq $kind "openshift") }}{{ $_ := set $hosting $kind ($member.value | default dict) }}{{ end -}}
{{- end -}}
{{- end -}}
{{- $hosting | toJson -}}
{{- end -}}

{{- define "sluice.egress" -}}
{{- if .Values.useCustomEgress -}}
{{- $egress := (include "sluice.member" (dict "of" .Values "key" "egress") | fromJson).value | default dict -}}
{{- $reference := dig "customCertificates" "valueFrom" "configMapKeyRef" dict $egress -}}
{{- $_ := required "missing egress.customCertificates.valueFrom.configMapKeyRef.name" $reference.name -}}
{{- $_ := required "missing egress.customCertificates.valueFrom.configMapKeyRef.key" $reference.key -}}
{{- $egress | toJson -}}
{{- else -}}
{}
{{- end -}}
{{- end -}}

{{- define "sluice.observability" -}}
{{- $monitor := include "sluice.member" (dict "of" (.Values.observability | default dict) "key" "serviceMonitor") | fromJson -}}
{{- if hasKey $monitor "value" -}}
{{- $_ := required "missing observability.serviceMonitor.interval" $monitor.value.interval -}}
{{- $_ := required "missing observability.serviceMonitor.scrapeTimeout" $monitor.value.scrapeTimeout -}}
{{- dict "serviceMonitor" $monitor.value | toJson -}}
{{- else -}}
{}
{{- end -}}
{{- end -}}
