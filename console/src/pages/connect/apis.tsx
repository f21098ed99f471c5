import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { apisQuery } from '../../api/apis';
import { Loaded } from '../../components/states';
import { useSampleCredentials } from '../../session/sample-credentials';
import { useStore } from '../../session/store';
import { ApiCard } from './api-card';
import { FillSamples } from './fill-samples';

const route = getRouteApi('/signed-in/stores/$store/connect/');

/** Each API: where it is, what it asks for, and samples that work as pasted. */
export function Apis() {
  const { id } = useStore();
  const apis = useQuery(apisQuery(id));
  const { api: open = 'native' } = route.useSearch();
  const navigate = route.useNavigate();
  const credentials = useSampleCredentials(id);
  return (
    <Stack gap="md">
      <FillSamples credentials={credentials} />
      <Loaded query={apis}>
        {({ data }) => (
          <Stack gap="md">
            {data.map((api) => (
              <ApiCard
                key={api.name}
                api={api}
                credentials={credentials}
                isOpen={api.name === open}
                onToggle={() =>
                  void navigate({
                    search: { api: api.name === open ? 'none' : api.name },
                    replace: true,
                    resetScroll: false,
                  })
                }
              />
            ))}
          </Stack>
        )}
      </Loaded>
    </Stack>
  );
}
