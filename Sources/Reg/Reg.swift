import RegRuntime
