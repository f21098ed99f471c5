import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, Ref } from 'react';

type Html = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof AnchorProps | keyof ButtonProps>;

/** Mantine's anchor and button as links of the router: `to`, `params` and `search` are checked. */
export const Link = createLink(
  ({ ref, ...props }: AnchorProps & Html & { ref?: Ref<HTMLAnchorElement> }) => (
    <Anchor ref={ref} {...props} />
  ),
);

export const ButtonLink = createLink(
  ({ ref, ...props }: ButtonProps & Html & { ref?: Ref<HTMLAnchorElement> }) => (
    <Button component="a" ref={ref} {...props} />
  ),
);
