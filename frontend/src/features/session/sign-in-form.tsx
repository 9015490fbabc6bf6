import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import '@mantine/core/styles/PasswordInput.css';
import { useForm } from '@mantine/form';
import { useNavigate, useSearchParams } from 'react-router';
import { fieldErrors } from '~/api/problem';
import { ProblemAlert } from '~/ui/problem-alert';
import { nextPath } from './next-path';
import { useSignIn } from './use-sign-in';

const FIELDS = ['email', 'password'];

export function SignInForm() {
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '', password: '' },
    validate: {
      email: (email) => (email.trim() ? null : 'Enter your e-mail address.'),
      password: (password) => (password ? null : 'Enter your password.'),
    },
  });
  const signIn = useSignIn(() => navigate(nextPath(search.get('next')), { replace: true }));
  const submit = form.onSubmit((body) =>
    signIn.mutate({ body }, { onError: (error) => form.setErrors(fieldErrors(error)) }),
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <TextInput
          label="E-mail"
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          key={form.key('email')}
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label="Password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password', tabIndex: 0 }}
          key={form.key('password')}
          {...form.getInputProps('password')}
        />
        {signIn.error && (
          <ProblemAlert
            error={signIn.error}
            fields={FIELDS}
            next={signIn.error.status === 401 ? 'Check both, then sign in again.' : undefined}
          />
        )}
        <Button type="submit" loading={signIn.isPending}>
          Sign in
        </Button>
      </Stack>
    </form>
  );
}
