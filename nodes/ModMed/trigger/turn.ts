export * from '../../shared/polling/turn';
