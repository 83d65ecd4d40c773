/** The built node at RabbitMQ: three servers behind HAProxy. */
import { engines } from "./engines.ts";
import { suite } from "./suite.ts";

suite(engines.rabbitmq);
