package dev.replay.account;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

@Converter
class RoleColumn implements AttributeConverter<Role, String> {
    @Override
    public String convertToDatabaseColumn(Role role) {
        return role.slug();
    }

    @Override
    public Role convertToEntityAttribute(String slug) {
        return Role.of(slug);
    }
}
