package dev.replay.campaign;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

@Converter
class CampaignStatusColumn implements AttributeConverter<CampaignStatus, String> {
    @Override
    public String convertToDatabaseColumn(CampaignStatus status) {
        return status.slug();
    }

    @Override
    public CampaignStatus convertToEntityAttribute(String slug) {
        return CampaignStatus.parse(slug).orElseThrow();
    }
}
