import { Modal, type ModalProps } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { t } from '../texts';

type DialogProps = Pick<
  ModalProps,
  | 'title'
  | 'onClose'
  | 'size'
  | 'children'
  | 'closeOnClickOutside'
  | 'closeOnEscape'
  | 'withCloseButton'
>;

/**
 * A dialog that is there for as long as it is rendered. When it goes, whoever opened it has the
 * focus again, or the title of the page where that is gone, too.
 */
export function Dialog({ children, ...props }: DialogProps) {
  const opener = useRef(document.activeElement);
  useEffect(() => {
    const { current } = opener;
    return () => {
      const heir = current?.isConnected ? current : document.querySelector('main h1');
      if (heir instanceof HTMLElement) heir.focus({ preventScroll: true });
    };
  }, []);
  return (
    <Modal
      opened
      returnFocus={false}
      closeButtonProps={{ 'aria-label': t.actions.close }}
      {...props}
    >
      {children}
    </Modal>
  );
}
