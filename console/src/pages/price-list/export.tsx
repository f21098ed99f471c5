import { Button, Group as Row, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import Papa from 'papaparse';
import { useEffect, useRef, useState } from 'react';
import type { PriceList } from '../../api/price-list';
import { pagesOfPrices } from '../../api/prices';
import { notifyDone, notifyFailure } from '../../components/notify';
import { saveFile } from '../../components/save-file';
import { useStore } from '../../session/store';
import { t } from '../../texts';
import { COLUMNS } from './csv';

/** All prices of a list as a file, read page by page, so that it may have any number. */
export function ExportPrices({ list }: { list: Pick<PriceList, 'id' | 'name'> }) {
  const { id: store } = useStore();
  const [read, setRead] = useState(0);
  const stop = useRef(new AbortController());
  useEffect(() => () => stop.current.abort(), []);
  const exporting = useMutation({
    mutationFn: async () => {
      stop.current = new AbortController();
      const parts = [`${COLUMNS.join(',')}\r\n`];
      let count = 0;
      setRead(0);
      for await (const { data: prices } of pagesOfPrices(store, list.id, stop.current.signal)) {
        if (prices.length === 0) continue;
        const rows = prices.map((price) => COLUMNS.map((column) => price[column]));
        parts.push(`${Papa.unparse(rows)}\r\n`);
        count += prices.length;
        setRead(count);
      }
      saveFile(new Blob(parts, { type: 'text/csv;charset=utf-8' }), `${list.id}.csv`);
      return count;
    },
    onSuccess: (count) => notifyDone(t.prices.exported(count)),
    onError: (error) => {
      if (!stop.current.signal.aborted) notifyFailure(error);
    },
  });
  if (exporting.isPending) {
    return (
      <Row gap="xs">
        <Text size="sm" role="status">
          {t.prices.exporting(read)}
        </Text>
        <Button variant="default" onClick={() => stop.current.abort()}>
          {t.priceCsv.stop}
        </Button>
      </Row>
    );
  }
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={16} aria-hidden />}
      onClick={() => exporting.mutate()}
    >
      {t.prices.export}
    </Button>
  );
}
