%% What a real node says about terms: the other side of the tests in io.teleport.erlang.
%%
%% Connects to a port of this machine, and answers frames of {packet, 4} until the connection ends.
%% A frame is one byte that names the operation, and items; an item is its length in 32 bits and its
%% bytes. The answer has an item for each of them, in order.
-module(teleport_terms).
-export([start/1]).

start([Port]) ->
    {ok, Socket} = gen_tcp:connect({127, 0, 0, 1}, list_to_integer(Port),
                                   [binary, {packet, 4}, {active, false}, {nodelay, true}]),
    serve(Socket, []),
    halt().

serve(Socket, Kept) ->
    case gen_tcp:recv(Socket, 0) of
        {ok, <<Operation, Items/binary>>} ->
            {Answers, Keep} = answer(Operation, items(Items), Kept),
            ok = gen_tcp:send(Socket, pack(Answers)),
            serve(Socket, Keep);
        {error, closed} ->
            ok
    end.

%% For bytes of a term, what the node makes of them: whether its own forms are the same term to it,
%% and these forms.
answer($d, Items, Kept) ->
    {[decoded(Item, forms(Index)) || {Index, Item} <- indexed(Items)], Kept};
%% For a seed and a number, the forms of as many random terms. They are kept to be compared.
answer($g, [<<Seed:64, Count:32>>], _) ->
    rand:seed(exsss, Seed),
    Terms = [teleport_random:term() || _ <- lists:seq(1, Count)],
    {[pack([encode(Term, Options) || Options <- forms(Index)]) || {Index, Term} <- indexed(Terms)],
     Terms};
%% For bytes of each of the terms that were kept, whether they are the same term.
answer($c, Items, Kept) ->
    {lists:zipwith(fun(Item, Term) -> same(Item, Term) end, Items, Kept), []};
%% For bytes of a term, how it prints: on one line with all characters, on one line with those of
%% Latin-1, and as ~p does.
answer($p, Items, Kept) ->
    {[begin
          Term = binary_to_term(Item),
          pack([unicode:characters_to_binary(io_lib:format(Format, [Term]))
                || Format <- ["~0tp", "~0p", "~p"]])
      end || Item <- Items], Kept};
%% For a text and bytes of a term, whether the text is read as that term.
answer($s, Items, Kept) ->
    {[begin
          [Text, Bytes] = items(Item),
          Expected = binary_to_term(Bytes),
          case scan(Text) of
              {ok, Expected} -> <<>>;
              {ok, Other} -> characters("read as ~0tp", [Other]);
              {error, Error} -> characters("refused: ~0tp", [Error])
          end
      end || Item <- Items], Kept};
%% For a text, the term that is read from it, or nothing if it is refused.
answer($r, Items, Kept) ->
    {[case scan(Text) of
          {ok, Term} -> encode(Term, [{minor_version, 2}]);
          {error, _} -> <<>>
      end || Text <- Items], Kept}.

decoded(Item, Options) ->
    try binary_to_term(Item) of
        Term ->
            Forms = [encode(Term, Form) || Form <- Options],
            Wrong = [Form || Form <- Forms, binary_to_term(Form) =/= Term],
            case Wrong of
                [] -> pack([<<>> | Forms]);
                _ -> pack([characters("~0tp is not the same after ~0tp", [Term, Wrong])])
            end
    catch
        _:Reason -> pack([characters("refused: ~0tp", [Reason])])
    end.

same(Item, Term) ->
    try binary_to_term(Item) of
        Term -> <<>>;
        Other -> different(Term, Other)
    catch
        _:Reason -> characters("~0tp came back as bytes that are refused: ~0tp", [Term, Reason])
    end.

%% Where two terms are not the same.
different(Tuple, Other) when is_tuple(Tuple), tuple_size(Tuple) =:= tuple_size(Other) ->
    different(tuple_to_list(Tuple), tuple_to_list(Other));
different([Same | Tail], [Same | Other]) ->
    different(Tail, Other);
different([Head | _], [Other | _]) ->
    different(Head, Other);
different(Map, Other) when is_map(Map), is_map(Other) ->
    case {lists:sort(maps:keys(Map) -- maps:keys(Other)),
          lists:sort(maps:keys(Other) -- maps:keys(Map))} of
        {[], []} -> different([maps:get(Key, Map) || Key <- maps:keys(Map)],
                              [maps:get(Key, Other) || Key <- maps:keys(Map)]);
        {Keys, OtherKeys} -> different(Keys, OtherKeys)
    end;
different(Term, Other) ->
    characters("~0tp (~w) came back as ~0tp (~w)",
               [Term, term_to_binary(Term), Other, term_to_binary(Other)]).

%% The form that the Java side writes, and one of the others, each of them in turn; see
%% term_to_binary/2.
forms(Index) ->
    Others = [[{minor_version, 1}],
              [{minor_version, 0}],
              [{minor_version, 2}, {compressed, 6}],
              [{minor_version, 1}, {compressed, 1}]],
    [[{minor_version, 2}], lists:nth(Index rem length(Others) + 1, Others)].

indexed(List) ->
    lists:zip(lists:seq(1, length(List)), List).

encode(Term, Options) ->
    term_to_binary(Term, Options).

scan(Text) ->
    case unicode:characters_to_list(Text) of
        Characters when is_list(Characters) ->
            try erl_scan:string(Characters ++ "\n.") of
                {ok, Tokens, _} -> parse(Tokens);
                {error, Error, _} -> {error, Error}
            catch
                _:Reason -> {error, Reason}
            end;
        _ ->
            {error, utf8}
    end.

parse(Tokens) ->
    try erl_parse:parse_term(Tokens) catch _:Reason -> {error, Reason} end.

characters(Format, Arguments) ->
    unicode:characters_to_binary(io_lib:format(Format, Arguments)).

items(<<Length:32, Item:Length/binary, More/binary>>) ->
    [Item | items(More)];
items(<<>>) ->
    [].

pack(Items) ->
    iolist_to_binary([[<<(iolist_size(Item)):32>>, Item] || Item <- Items]).
