import RegSyntax
