import { Card, Container, Title } from '@mantine/core';
import { SignInForm } from '~/features/session/sign-in-form';
import { useTitle } from '~/ui/use-title';

export default function SignInPage() {
  useTitle('Sign in');
  return (
    <Container component="main" size="26rem" py="15vh">
      <Card withBorder padding="xl">
        <Title order={1} size="h2" mb="lg">
          Sign in to Replay
        </Title>
        <SignInForm />
      </Card>
    </Container>
  );
}
